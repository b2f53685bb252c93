"""Half an hour of random work by two computers through a bad network: is anything lost, or doubled?"""
