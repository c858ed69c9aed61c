"""Going through the materials of a matter before the visit."""
