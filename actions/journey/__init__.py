"""Plans of several matters: what decides the path, the plan, and going through it."""
