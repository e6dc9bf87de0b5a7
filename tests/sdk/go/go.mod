// `./dev sdk` adds the SDK, of the newest version, in a copy of this file.
module spritarium/sdktrial

go 1.24
