"""The platform-neutral verbs: receive an essay, a voice note, a command; answers with Notices."""
