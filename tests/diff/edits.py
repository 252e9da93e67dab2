"""Edits of openapi.yaml, and what each of them must be called."""

from __future__ import annotations

import attrs

WIRE = "wire"
CODE = "callers, type checkers"


@attrs.frozen
class Edit:
    """Words of the contract and what is put in their place, and what follows.

    `breaking` and `others` are lines of what the report must say: for whom, where, what.
    `breaking` must be all that it calls breaking; `others` is part of what it calls not breaking.
    """

    name: str
    words: dict[str, str]
    step: str
    needed: str
    breaking: set[str] = attrs.Factory(set)
    others: set[str] = attrs.Factory(set)


DEVICES = """
  /devices/{id}:
    parameters:
      - $ref: "#/components/parameters/RecordingId"
    get:
      operationId: getDevice
      tags: [devices]
      summary: Get a device
      security:
        - apiKey: [recordings:read]
      responses:
        "200":
          description: The device.
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Device"}
        "400": {$ref: "#/components/responses/BadRequest"}

components:
"""
DEVICE = """\
    Device:
      type: object
      required: [id]
      properties:
        id: {type: string}

"""

EDITS = [
    Edit(
        "new optional field",
        {
            "        transcription_id:\n": "        language:\n          type: string\n        transcription_id:\n"
        },
        step="minor",
        needed="0.1.1",
        others={
            "callers: Recording.language: added",
            "wire: GET /recordings and 3 more: added the optional property `language`",
        },
    ),
    Edit(
        "new required request field",
        {
            "    CreateRecordingRequest:\n      type: object\n      properties:\n": "    CreateRecordingRequest:\n      type: object\n      required: [consent]\n"
            "      properties:\n        consent:\n          type: string\n"
        },
        step="major",
        needed="0.2.0",
        breaking={
            "wire: POST /recordings: added the new required request property `consent`",
            f"{CODE}: bota.recordings.create(): parameter `consent` added, and required",
            f"{CODE}: CreateRecordingRequest(): parameter `consent` added, and required",
        },
        others={"callers: CreateRecordingRequest.consent: added"},
    ),
    Edit(
        "removed field of an answer",
        {'        transcription_id:\n          type: [string, "null"]\n': ""},
        step="major",
        needed="0.2.0",
        breaking={f"{CODE}: Recording.transcription_id: removed"},
        others={
            "wire: GET /recordings and 3 more: removed the optional property `transcription_id`",
        },
    ),
    Edit(
        "removed field of a request",
        {"        name:\n          type: string\n          description: A name for people.\n": ""},
        step="major",
        needed="0.2.0",
        breaking={
            f"{CODE}: bota.recordings.create(): parameter `name` removed",
            f"{CODE}: CreateRecordingRequest.name: removed",
        },
        others={"wire: POST /recordings: removed the request property `name`"},
    ),
    Edit(
        "renamed operation",
        {"operationId: getDownloadUrl": "operationId: getAudioUrl"},
        step="major",
        needed="0.2.0",
        breaking={
            f"{CODE}: bota.recordings.get_download_url(): removed",
            f"{CODE}: bota_api.api.recordings.get_download_url: removed",
        },
        others={
            "callers: bota.recordings.get_audio_url(): added",
            "callers: bota_api.api.recordings.get_audio_url: added",
            "wire: GET /recordings/{id}/download-url: api operation id `getDownloadUrl` removed and replaced with `getAudioUrl`",
        },
    ),
    Edit(
        "new enum value in an answer",
        {"streaming, integrity_failure]": "streaming, integrity_failure, archived]"},
        step="minor",
        needed="0.1.1",
        others={
            "wire: GET /recordings and 3 more: added the new `archived` enum value to the `status` response property",
            "type checkers: RecordingStatus: lists 'archived'",
        },
    ),
    Edit(
        "removed enum value in a request",
        {"audio/ogg, audio/flac]": "audio/ogg]"},
        step="major",
        needed="0.2.0",
        breaking={
            "wire: POST /recordings/{id}/upload-url: removed the enum value `audio/flac` of the request property `content_type`",
        },
        others={"type checkers: AudioContentType: no longer lists 'audio/flac'"},
    ),
    Edit(
        "new operation in a new tag",
        {"\ncomponents:\n": DEVICES, "  schemas:\n": "  schemas:\n" + DEVICE},
        step="minor",
        needed="0.1.1",
        others={
            "wire: GET /devices/{id}: endpoint added",
            "callers: bota.devices: added",
            "callers: bota_api.api.devices: added",
            "callers: Device(): added",
        },
    ),
    Edit(
        "type change",
        {
            '        duration_ms:\n          type: [integer, "null"]': '        duration_ms:\n          type: [string, "null"]'
        },
        step="major",
        needed="0.2.0",
        breaking={
            "wire: GET /recordings and 3 more: the `duration_ms` response's property type/format changed from `integer, null` to `string, null`",
            f"{CODE}: Recording.duration_ms: is `None | str | Unset`, was `int | None | Unset`",
        },
    ),
    Edit(
        "type change of a parameter",
        {
            "            type: integer\n            minimum: 0\n            description: Recordings to": "            type: string\n            description: Recordings to"
        },
        step="major",
        needed="0.2.0",
        breaking={
            "type checkers: bota.recordings.list(): parameter `offset` takes `str | Unset`, took `int | Unset`",
            "type checkers: bota_api.api.recordings.list_recordings.*(): parameter `offset` takes `str | Unset`, took `int | Unset`",
        },
        others={
            "wire: GET /recordings: for the `query` request parameter `offset`, the type/format was generalized from `integer` to `string`",
        },
    ),
    Edit(
        "deprecation",
        {
            "      operationId: getDownloadUrl\n": "      operationId: getDownloadUrl\n      deprecated: true\n"
        },
        step="minor",
        needed="0.1.1",
        others={"wire: GET /recordings/{id}/download-url: endpoint deprecated"},
    ),
    Edit(
        "changed path",
        {"/recordings/{id}/download-url:": "/recordings/{id}/audio-url:"},
        step="major",
        needed="0.2.0",
        breaking={
            "wire: GET /recordings/{id}/download-url: api path removed without deprecation",
        },
        others={"wire: GET /recordings/{id}/audio-url: endpoint added"},
    ),
    Edit(
        "other words",
        {"A name for people.": "What people call it."},
        step="patch",
        needed="0.1.1",
    ),
]
