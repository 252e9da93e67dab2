"""What is "said" in a recording: sentences that depend on its bytes alone.

The emulator hears nothing. The SHA-256 of the audio chooses the sentences, one for every five
seconds and 200 at most, so that the same audio has the same text in every run.
"""

from __future__ import annotations

import hashlib
from typing import Any

_SECONDS = 5.0
_MOST = 200
_SPEAKERS = 2
_SENTENCES = (
    "Good morning, and thank you for coming.",
    "We ship the next version on Friday.",
    "The numbers of the last quarter look better than we thought.",
    "Who can look after the customer in Lisbon?",
    "I will send the offer by the end of the day.",
    "The patient slept well and has no fever.",
    "Let us come back to the budget next week.",
    "The recorder's battery lasts for nine hours.",
    "Please add that to the minutes.",
    "We still wait for word from the legal department.",
    "The second test failed because the network was slow.",
    "Could you share the slides with all of us?",
    "The contract ends in March, unless we renew it.",
    "I agree, and I would start with the smaller one.",
    "That is all from my side.",
    "Let us meet again on Tuesday at ten.",
)


def segments(sha256: str, seconds: float, *, speakers: bool) -> list[dict[str, Any]]:
    """Return the segments of a transcription.

    Args:
        sha256: Of the audio, in hex.
        seconds: The length of the audio.
        speakers: Whether to tell speakers apart.

    """
    count = min(max(round(seconds / _SECONDS), 1), _MOST)
    length = seconds / count
    found = []
    for number in range(count):
        chosen = hashlib.sha256(f"{sha256}:{number}".encode()).digest()
        found.append(
            {
                "text": _SENTENCES[chosen[0] % len(_SENTENCES)],
                "speaker": f"SPEAKER_{chosen[1] % _SPEAKERS}" if speakers else None,
                "start": round(number * length, 3),
                "end": round((number + 1) * length, 3),
                "confidence": round(0.8 + chosen[2] / 1280, 3),
            }
        )
    return found


def summary(text: str, form: str) -> str:
    """Return the summary of a text: what was asked for, and the first and last sentence.

    Args:
        text: All that was said.
        form: The id of the template, or the prompt.

    """
    sentences = text.replace("?", ".").split(". ")
    return (
        f"Summary ({form}): {len(text.split())} words. It begins: {sentences[0].rstrip('.')}. "
        f"It ends: {sentences[-1].rstrip('.')}."
    )
