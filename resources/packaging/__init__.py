"""Makes what is installed: an executable for those without Python, a Debian package, a wheel."""
