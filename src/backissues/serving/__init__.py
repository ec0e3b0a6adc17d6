"""Watches folders for changes, and serves a site over HTTP to pages that reload by themselves.

Comes in: folders; the folder of a site that was published. Goes out: words that something changed;
answers to browsers. Must not know: how a site is built, who builds it, the command line.
"""
