"""Stories of several computers and one server, drawn at random: in the end all hold one list, and nothing is lost."""
