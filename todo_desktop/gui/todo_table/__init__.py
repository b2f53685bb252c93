"""The table of todos: model, view, delegate and editors."""
