"""What says whether the course still holds: see the README."""
