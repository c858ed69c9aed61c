"""Builds everything from a bare clone and keeps the guide's three processes running.

`python3 -m launch` works on any Python from 3.8 on, with nothing installed: what runs before the
environments exist uses the standard library only.
"""
