"""The outbox as a person sees it: every change on its way in words, and what can be decided about it."""
