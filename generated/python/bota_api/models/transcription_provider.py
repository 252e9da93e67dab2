from typing import Final, Literal, TypeAlias

TranscriptionProviderLiteral: TypeAlias = Literal["assemblyai", "deepgram", "elevenlabs", "whisper"]
"""What type checkers take in requests. The service may add values: all pass at run time."""


class TranscriptionProvider:
    """Who transcribes. The service chooses when it is left out."""

    ASSEMBLYAI: Final = "assemblyai"
    DEEPGRAM: Final = "deepgram"
    ELEVENLABS: Final = "elevenlabs"
    WHISPER: Final = "whisper"


TRANSCRIPTION_PROVIDER_VALUES: tuple[TranscriptionProviderLiteral, ...] = (
    "assemblyai",
    "deepgram",
    "elevenlabs",
    "whisper",
)
