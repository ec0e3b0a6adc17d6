"""Back Issues: a folder of captured newsletters, turned into an archive that lasts."""

__version__ = "0.1.0"
