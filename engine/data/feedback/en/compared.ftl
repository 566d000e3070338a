compared-title = Answers to compare yours with
compared-band = Band { $band }:
compared-comment = What was said of it:
compared-page = { $source }, page { $page }
compared-caveat = Bands and comments are those of the documents named.
