from typing import Literal, TypeAlias

# Open: the service adds values, and a client keeps those that it does not know.
TranscriptionProvider: TypeAlias = Literal["assemblyai", "deepgram", "elevenlabs", "whisper"] | str

TRANSCRIPTION_PROVIDER_VALUES: tuple[TranscriptionProvider, ...] = (
    "assemblyai",
    "deepgram",
    "elevenlabs",
    "whisper",
)


def check_transcription_provider(value: str) -> TranscriptionProvider:
    if isinstance(value, str):
        return value
    raise TypeError(f"Unexpected {type(value).__name__} for TranscriptionProvider, expected a str")
