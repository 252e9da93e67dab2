"""The page that a browser shows at the emulator's address."""
