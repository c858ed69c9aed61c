"""The guide's only door: chat gateway, matters, intake and booking, over HTTP."""
