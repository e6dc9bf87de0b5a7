// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/agent/envcommand.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>

using namespace Spritarium::Playground::Agent;

namespace {

constexpr int Refused = 1;
constexpr int WrongUse = 2;
constexpr int NoAnswer = 7; // as curl's
constexpr int BadStatus = 22;

std::string socketPath()
{
    const char *other = std::getenv("SPRITE_API_SOCKET");
    return other != nullptr && *other != '\0' ? other : "/.sprite/api.sock";
}

bool readBody(EnvCommand &command)
{
    if (command.bodyFile.empty())
        return true;
    std::ifstream file;
    const bool isInput = command.bodyFile == "-";
    if (!isInput)
        file.open(command.bodyFile, std::ios::binary);
    std::istream &source = isInput ? std::cin : file;
    if (!isInput && !file.is_open())
        return false;
    command.request.body.assign(std::istreambuf_iterator<char>(source), {});
    return true;
}

int run(EnvCommand command)
{
    if (!readBody(command)) {
        std::fprintf(stderr, "sprite-env: %s cannot be read\n", command.bodyFile.c_str());
        return WrongUse;
    }
    // A stream that tells of a failure answers 200 all the same.
    std::string line;
    bool hasFailed = false;
    const auto sink = [&](std::string_view bytes) {
        std::fwrite(bytes.data(), 1, bytes.size(), stdout);
        std::fflush(stdout);
        for (const char c : bytes) {
            if (c != '\n') {
                line += c;
                continue;
            }
            hasFailed |= line.find("\"type\":\"error\"") != std::string::npos;
            line.clear();
        }
    };
    const SocketAnswer answer = ask(socketPath(), command.request, sink);
    if (answer.status == 0) {
        std::fprintf(stderr, "sprite-env: %s\n", answer.error.c_str());
        return NoAnswer;
    }
    if (command.isCurl)
        return command.failsOnStatus && answer.status >= 400 ? BadStatus : EXIT_SUCCESS;
    return answer.status >= 400 || hasFailed ? Refused : EXIT_SUCCESS;
}

} // namespace

//! sprite-env: what a sprite's own programs ask the sprite (see its --help).
int main(int argc, char *argv[])
{
    const EnvCommand::Parsed parsed = EnvCommand::parse(std::vector<std::string>(argv + 1, argv + argc));
    if (const auto *command = std::get_if<EnvCommand>(&parsed))
        return run(*command);
    const auto &message = std::get<EnvCommand::Message>(parsed);
    if (message.isHelp) {
        std::fputs(message.text.c_str(), stdout);
        return EXIT_SUCCESS;
    }
    std::fprintf(stderr, "sprite-env: %s\nTry sprite-env --help.\n", message.text.c_str());
    return WrongUse;
}
