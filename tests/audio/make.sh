#!/bin/sh
# Makes the audio files of the tests with real encoders: synthesised speech, mono, 16 kHz.
# Needs espeak-ng and ffmpeg. The results are committed; run this only to make them anew.
set -eu
cd "$(dirname "$0")"

espeak-ng -v en -s 170 -w raw.wav "This is a recording. It has to arrive whole."

encode() {
    ffmpeg -y -loglevel error -i raw.wav -t 2 -ac 1 -ar 16000 -map_metadata -1 \
        -fflags +bitexact -flags:a +bitexact "$@"
}
encode -c:a pcm_s16le speech.wav
encode -c:a libmp3lame -b:a 32k speech.mp3
encode -c:a aac -b:a 32k speech.m4a
encode -c:a libopus -b:a 24k speech.webm
encode -c:a libvorbis -q:a 2 speech.ogg
encode -c:a flac speech.flac
rm raw.wav

# The same packets without the boxes around them.
ffmpeg -y -loglevel error -i speech.webm -c copy -fflags +bitexact speech.opus
ffmpeg -y -loglevel error -i speech.m4a -c copy -f adts speech.aac
