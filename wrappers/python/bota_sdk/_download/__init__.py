"""How the audio of one recording becomes a file."""
