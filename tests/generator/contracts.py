"""A small contract that keeps all rules, and words of it that tests replace."""

GOOD = """\
openapi: 3.1.0
info: {title: T, version: "1"}
paths:
  /things/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
    get:
      operationId: getThing
      tags: [things]
      security: [{key: []}]
      responses:
        "200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}
        "400": {description: bad}
    post:
      operationId: changeThing
      tags: [things]
      security: [{key: []}]
      parameters:
        - {name: X-Note, in: header, schema: {type: string}}
      requestBody:
        content: {application/json: {schema: {$ref: "#/components/schemas/Change"}}}
      responses:
        "200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}
        "400": {description: bad}
components:
  securitySchemes: {key: {type: http, scheme: bearer}}
  schemas:
    Kind: {type: string, enum: [one, two]}
    Thing:
      type: object
      properties:
        kind: {$ref: "#/components/schemas/Kind"}
        label: {type: string}
    Change:
      type: object
      properties:
        label: {type: string}
"""
KIND = "Kind: {type: string, enum: [one, two]}"
LABEL = "label: {type: string}\n    Change"
CHANGED = "    Change:\n      type: object\n      properties:\n        label: {type: string}\n"
NOTE = "{name: X-Note, in: header, schema: {type: string}}"
ID = "{name: id, in: path, required: true, schema: {type: string}}"
BODY = 'content: {application/json: {schema: {$ref: "#/components/schemas/Change"}}}'
OK = '"200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}'
BAD = '"400": {description: bad}'


def ref(name: str, kind: str = "schemas") -> str:
    return f"{{$ref: '#/components/{kind}/{name}'}}"


def response(schema: str, status: str = "200") -> str:
    return f'"{status}": {{description: ok, content: {{application/json: {{schema: {schema}}}}}}}'


def query(schema: str, name: str = "a") -> str:
    return f"{{name: {name}, in: query, schema: {schema}}}"
