"""The look: palette, icons, measures and style sheet, light and dark."""
