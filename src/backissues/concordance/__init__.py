"""The index of words behind the search: what each word is worth to each article, in small files.

Comes in: texts of articles, one at a time. Goes out: strings that `static/js/index.js` reads.
Must not know: pages, files, scripts, where a text comes from.
"""
