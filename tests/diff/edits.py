"""Edits of openapi.yaml, and what each of them must be called."""

from __future__ import annotations

import attrs

WIRE = "wire"
CODE = "callers, type checkers"


@attrs.frozen
class Edit:
    """Words of the contract and what is put in their place, and what follows.

    What is put there is nothing that the contract may ever have.

    `breaking` and `others` are lines of what the report must say: for whom, where, what.
    `breaking` must be all that it calls breaking; `others` is part of what it calls not breaking.
    """

    name: str
    words: dict[str, str]
    step: str
    needed: str
    breaking: set[str] = attrs.Factory(set)
    others: set[str] = attrs.Factory(set)


PROBES = """
  /probes/{id}:
    parameters:
      - $ref: "#/components/parameters/RecordingId"
    get:
      operationId: getProbe
      tags: [probes]
      summary: Get a probe
      security:
        - apiKey: [recordings:read]
      responses:
        "200":
          description: The probe.
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Probe"}
        "400": {$ref: "#/components/responses/BadRequest"}

webhooks:
"""
PROBE = """\
    Probe:
      type: object
      required: [id]
      properties:
        id: {type: string}

"""

EDITS = [
    Edit(
        "new optional field",
        {
            "        transcription_id:\n": "        added_by_test:\n          type: string\n        transcription_id:\n"
        },
        step="minor",
        needed="0.1.1",
        others={
            "callers: Recording.added_by_test: added",
            "wire: GET /recordings: added the optional property `added_by_test`",
        },
    ),
    Edit(
        "new required request field",
        {
            "    CreateRecordingRequest:\n      type: object\n      properties:\n": "    CreateRecordingRequest:\n      type: object\n      required: [asked_by_test]\n"
            "      properties:\n        asked_by_test:\n          type: string\n"
        },
        step="major",
        needed="0.2.0",
        breaking={
            "wire: POST /recordings: added the new required request property `asked_by_test`",
            f"{CODE}: bota.recordings.create(): parameter `asked_by_test` added, and required",
            f"{CODE}: CreateRecordingRequest(): parameter `asked_by_test` added, and required",
        },
        others={"callers: CreateRecordingRequest.asked_by_test: added"},
    ),
    Edit(
        "removed field of a response",
        {
            '        transcription_id:\n          type: [string, "null"]\n          description: The transcription made of it; null when there is none.\n': ""
        },
        step="major",
        needed="0.2.0",
        breaking={f"{CODE}: Recording.transcription_id: removed"},
        others={
            "wire: GET /recordings: removed the optional property `transcription_id`",
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
            f"{CODE}: bota_api.params.CreateRecordingParams.name: removed",
        },
        others={"wire: POST /recordings: removed the request property `name`"},
    ),
    Edit(
        "renamed operation",
        {"operationId: getDownloadUrl": "operationId: getUrlOfTest"},
        step="major",
        needed="0.2.0",
        breaking={
            f"{CODE}: bota.recordings.get_download_url(): removed",
            f"{CODE}: bota_api.api.recordings.get_download_url: removed",
        },
        others={
            "callers: bota.recordings.get_url_of_test(): added",
            "callers: bota_api.api.recordings.get_url_of_test: added",
            "wire: GET /recordings/{id}/download-url: api operation id `getDownloadUrl` removed and replaced with `getUrlOfTest`",
        },
    ),
    Edit(
        "new enum value in a response",
        {"streaming, integrity_failure]": "streaming, integrity_failure, set_by_test]"},
        step="minor",
        needed="0.1.1",
        others={
            "wire: GET /recordings: added the new `set_by_test` enum value to the `status` response property",
            "type checkers: RecordingStatusLiteral: lists 'set_by_test'",
            "callers: RecordingStatus.SET_BY_TEST: added",
        },
    ),
    Edit(
        "removed enum value in a request",
        {"audio/flac, audio/opus": "audio/opus"},
        step="major",
        needed="0.2.0",
        breaking={
            "wire: POST /recordings/{id}/upload-url: removed the enum value `audio/flac` of the request property `content_type`",
            f"{CODE}: AudioContentType.AUDIO_FLAC: removed",
            "type checkers: AudioContentTypeLiteral: no longer lists 'audio/flac'",
        },
    ),
    Edit(
        "new operation in a new tag",
        {"\nwebhooks:\n": PROBES, "  schemas:\n": "  schemas:\n" + PROBE},
        step="minor",
        needed="0.1.1",
        others={
            "wire: GET /probes/{id}: endpoint added",
            "callers: bota.probes: added",
            "callers: bota_api.api.probes: added",
            "callers: Probe(): added",
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
            "wire: GET /recordings: the `duration_ms` response's property type/format changed from `integer, null` to `string, null`",
            f"{CODE}: Recording.duration_ms: is `str | None`, was `int | None`",
        },
    ),
    Edit(
        "type change of a parameter",
        {
            "            type: boolean\n            description: Whether to read": "            type: integer\n            description: Whether to read"
        },
        step="major",
        needed="0.2.0",
        breaking={
            "wire: GET /recordings/{id}/download-url: for the `query` request parameter `use_enhanced`, the type/format was changed from `boolean` to `integer`",
            "type checkers: bota.recordings.get_download_url(): parameter `use_enhanced` takes `int | Unset`, took `bool | Unset`",
            "type checkers: bota_api.api.recordings.get_download_url.*(): parameter `use_enhanced` takes `int | Unset`, took `bool | Unset`",
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
        {"/recordings/{id}/download-url:": "/recordings/{id}/url-of-test:"},
        step="major",
        needed="0.2.0",
        breaking={
            "wire: GET /recordings/{id}/download-url: api path removed without deprecation",
        },
        others={"wire: GET /recordings/{id}/url-of-test: endpoint added"},
    ),
    Edit(
        "other words",
        {"A name for people.": "What people call it."},
        step="patch",
        needed="0.1.1",
    ),
]
