"""The action server: asks api for facts and words, and leads through the steps of a visit."""
