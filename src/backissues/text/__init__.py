"""Text: lines, layout, Markdown, the content tree and its HTML; the floor that all rooms stand on.

Comes in: bytes, lines, blocks. Goes out: lines, blocks, words, HTML.
Must not know: kinds, fields, what a text is about.
"""
