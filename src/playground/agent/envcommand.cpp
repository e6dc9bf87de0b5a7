// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/agent/envcommand.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <string_view>

namespace Spritarium::Playground::Agent {

namespace {

using Words = std::vector<std::string>;

constexpr std::string_view Help =
    R"(Usage: sprite-env COMMAND
Speaks to the sprite it runs in.

  curl [-X METHOD] [-d BODY | -d @FILE] [-s] [-i] [-f] PATH
      Asks the API on /.sprite/api.sock, for example
        sprite-env curl /v1/tasks
        sprite-env curl -X POST /v1/tasks -d '{"name":"build","expire":"5m"}'

  checkpoints list [--include-auto]
  checkpoints create [--comment TEXT]
  checkpoints get ID
  checkpoints restore ID      ends everything that runs here
  checkpoints delete ID

  services list
  services get NAME
  services create NAME --cmd PROGRAM [--args A,B] [--needs NAME,NAME] [--http-port PORT]
                       [--env KEY=VALUE] [--dir FOLDER] [--duration 5s]
  services create NAME [OPTIONS] -- PROGRAM [WORD]...
  services start NAME [--duration 5s]
  services stop NAME [--timeout 10s]
  services restart NAME [--duration 5s]
  services delete NAME
  services logs NAME [--lines N] [--duration 10s]
  services signal NAME SIGNAL

  tasks list
  tasks create NAME --expire 5m
  tasks update NAME --expire 5m
  tasks delete NAME

Answers are printed as they come. The exit status is 0 when it was done, 1 when it was
refused or failed, 2 for a command that is none, 7 when the API does not answer.
)";

std::string quoted(std::string_view text)
{
    static constexpr std::string_view Digits = "0123456789abcdef";
    std::string result = "\"";
    for (const char c : text) {
        const auto code = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
            (result += '\\') += c;
        else if (code < 0x20)
            (((result += "\\u00") += Digits[code >> 4]) += Digits[code & 15]);
        else
            result += c;
    }
    return result + '"';
}

std::string list(const Words &words)
{
    std::string result = "[";
    for (const std::string &word : words)
        result += (result.size() > 1 ? "," : "") + quoted(word);
    return result + ']';
}

Words split(const std::string &text, char separator)
{
    Words parts;
    std::size_t from = 0;
    for (std::size_t at = 0; at <= text.size(); ++at) {
        if (at == text.size() || text[at] == separator) {
            parts.push_back(text.substr(from, at - from));
            from = at + 1;
        }
    }
    return parts;
}

std::string encoded(std::string_view text)
{
    static constexpr std::string_view Digits = "0123456789ABCDEF";
    std::string result;
    for (const char c : text) {
        const auto code = static_cast<unsigned char>(c);
        if (std::isalnum(code) != 0 || c == '-' || c == '.' || c == '_' || c == '~')
            result += c;
        else
            (((result += '%') += Digits[code >> 4]) += Digits[code & 15]);
    }
    return result;
}

//! What is left of a command after its two words: its arguments and its options with their values.
struct Rest
{
    Words arguments;
    std::map<std::string, Words> options;
    std::optional<Words> after; //!< behind `--`
    std::string fault;

    Rest(const Words &words, const Words &known, const Words &flags)
    {
        for (std::size_t i = 2; i < words.size(); ++i) {
            const std::string &word = words[i];
            if (word == "--") {
                after = Words(words.begin() + std::ptrdiff_t(i) + 1, words.end());
                return;
            }
            if (word.rfind("--", 0) != 0) {
                arguments.push_back(word);
                continue;
            }
            const std::size_t equals = word.find('=');
            const std::string name = word.substr(2, equals == std::string::npos ? equals : equals - 2);
            if (std::find(flags.begin(), flags.end(), name) != flags.end())
                options[name];
            else if (std::find(known.begin(), known.end(), name) == known.end())
                fault = "unknown option: --" + name;
            else if (equals != std::string::npos)
                options[name].push_back(word.substr(equals + 1));
            else if (++i < words.size())
                options[name].push_back(words[i]);
            else
                fault = "--" + name + " needs a value";
        }
    }

    std::string value(const std::string &name) const
    {
        const auto found = options.find(name);
        return found == options.end() || found->second.empty() ? std::string() : found->second.back();
    }
    //! Values of a list, which may be repeated or have commas.
    Words values(const std::string &name) const
    {
        Words all;
        if (const auto found = options.find(name); found != options.end()) {
            for (const std::string &value : found->second) {
                const Words parts = split(value, ',');
                all.insert(all.end(), parts.begin(), parts.end());
            }
        }
        return all;
    }
    std::string query(const Words &names) const
    {
        std::string text;
        for (const std::string &name : names) {
            if (options.count(name) > 0)
                text += (text.empty() ? "?" : "&") + name + '=' + encoded(value(name));
        }
        return text;
    }
};

EnvCommand::Parsed wrong(const std::string &text)
{
    return EnvCommand::Message{text, false};
}

EnvCommand::Parsed request(const std::string &method, const std::string &target, const std::string &body = {})
{
    EnvCommand command;
    command.request.method = method;
    command.request.target = target;
    command.request.body = body;
    return command;
}

//! What a command takes, for parsing and for counting.
struct Shape
{
    std::size_t arguments = 0;
    Words options;
    Words flags;
};

EnvCommand::Parsed checkpoints(const std::string &verb, const Rest &rest)
{
    const std::string base = "/v1/checkpoints";
    const std::string one = rest.arguments.empty() ? base : base + '/' + encoded(rest.arguments[0]);
    if (verb == "list")
        return request("GET", base + (rest.options.count("include-auto") > 0 ? "?includeAuto=true" : ""));
    if (verb == "create")
        return request(
            "POST", "/v1/checkpoint",
            rest.options.count("comment") > 0 ? "{\"comment\":" + quoted(rest.value("comment")) + '}' : "{}");
    if (verb == "get")
        return request("GET", one);
    if (verb == "restore")
        return request("POST", one + "/restore", "{}");
    return request("DELETE", one);
}

//! Empty if the options make no service.
std::string serviceBody(const Rest &rest)
{
    const bool isBehind = rest.after && !rest.after->empty();
    const std::string cmd = isBehind ? rest.after->front() : rest.value("cmd");
    if (cmd.empty())
        return {};
    const Words args = isBehind ? Words(rest.after->begin() + 1, rest.after->end()) : rest.values("args");
    std::string body =
        "{\"cmd\":" + quoted(cmd) + ",\"args\":" + list(args) + ",\"needs\":" + list(rest.values("needs"));
    const std::string port = rest.value("http-port");
    if (!port.empty()) {
        if (port.find_first_not_of("0123456789") != std::string::npos || port.size() > 5)
            return {};
        body += ",\"http_port\":" + port;
    }
    if (const std::string dir = rest.value("dir"); !dir.empty())
        body += ",\"dir\":" + quoted(dir);
    std::string env;
    for (const std::string &variable : rest.values("env")) {
        const std::size_t equals = variable.find('=');
        if (equals == std::string::npos)
            return {};
        env += (env.empty() ? "" : ",") + quoted(variable.substr(0, equals)) + ':' +
               quoted(variable.substr(equals + 1));
    }
    return body + (env.empty() ? "" : ",\"env\":{" + env + '}') + '}';
}

EnvCommand::Parsed services(const std::string &verb, const Rest &rest)
{
    const std::string base = "/v1/services";
    if (verb == "list")
        return request("GET", base);
    const std::string one = base + '/' + encoded(rest.arguments[0]);
    if (verb == "get")
        return request("GET", one);
    if (verb == "create") {
        const std::string body = serviceBody(rest);
        if (body.empty())
            return wrong("a service needs --cmd PROGRAM, and its other options as --help has them");
        return request("PUT", one + rest.query({"duration"}), body);
    }
    if (verb == "delete")
        return request("DELETE", one);
    if (verb == "logs")
        return request("GET", one + "/logs" + rest.query({"lines", "duration"}));
    if (verb == "signal")
        return request("POST", base + "/signal",
                       "{\"name\":" + quoted(rest.arguments[0]) + ",\"signal\":" + quoted(rest.arguments[1]) +
                           '}');
    return request("POST", one + '/' + verb + rest.query({"duration", "timeout"}), "{}");
}

EnvCommand::Parsed tasks(const std::string &verb, const Rest &rest)
{
    const std::string base = "/v1/tasks";
    if (verb == "list")
        return request("GET", base);
    const std::string expire = "\"expire\":" + quoted(rest.value("expire"));
    if (verb == "create")
        return request("POST", base, "{\"name\":" + quoted(rest.arguments[0]) + ',' + expire + '}');
    const std::string one = base + '/' + encoded(rest.arguments[0]);
    return verb == "update" ? request("PUT", one, '{' + expire + '}') : request("DELETE", one);
}

//! "http://any.host/v1/tasks" is "/v1/tasks".
std::string pathOf(std::string url)
{
    if (const std::size_t scheme = url.find("://"); scheme != std::string::npos && url.front() != '/') {
        const std::size_t slash = url.find('/', scheme + 3);
        url = slash == std::string::npos ? "/" : url.substr(slash);
    }
    return url.empty() || url.front() != '/' ? '/' + url : url;
}

//! Letters of curl that change nothing here, alone or together.
bool isQuietOption(const std::string &word)
{
    return (word.size() > 1 && word[0] == '-' && word.find_first_not_of("sSNvgk", 1) == std::string::npos) ||
           word == "--silent" || word == "--show-error" || word == "--no-buffer";
}

//! Reads curl's words one after the other.
class CurlReader
{
public:
    explicit CurlReader(const Words &words)
        : m_words(words)
    {
        m_command.isCurl = true;
    }

    EnvCommand::Parsed read()
    {
        for (; m_at < m_words.size(); ++m_at) {
            const std::string &word = m_words[m_at];
            if (word.empty() || isQuietOption(word) || readFlag(word) || readValue())
                continue;
            if (word.front() == '-')
                return wrong("unknown option, or one without its value: " + word);
            m_command.request.target = pathOf(word);
        }
        const std::string &target = m_command.request.target;
        if (target.find_first_of(" \r\n") != std::string::npos || target.empty())
            return wrong("curl needs a path like /v1/services");
        m_command.request.method = !m_method.empty() ? m_method : m_hasBody ? "POST" : "GET";
        if (!std::all_of(m_command.request.method.begin(), m_command.request.method.end(),
                         [](unsigned char c) { return std::isalpha(c) != 0; }))
            return wrong("this is no method: " + m_command.request.method);
        return m_command;
    }

private:
    bool readFlag(const std::string &word)
    {
        if (word == "-i" || word == "--include")
            return m_command.request.includesHead = true;
        if (word == "-f" || word == "--fail" || word == "-sf" || word == "-fsS" || word == "-sSf")
            return m_command.failsOnStatus = true;
        return false;
    }

    bool readValue()
    {
        std::string value;
        if (take("-X", "--request", value) || take("-sX", "-sX", value)) {
            m_method = value;
        } else if (take("-d", "--data", value)) {
            m_hasBody = true;
            if (!value.empty() && value.front() == '@')
                m_command.bodyFile = value.substr(1);
            else
                m_command.request.body = value;
        } else if (take("--data-raw", "--data-raw", value)) {
            m_hasBody = true;
            m_command.request.body = value;
        } else if (take("-H", "--header", value)) {
            setHeader(value);
        } else {
            return take("--unix-socket", "--unix-socket", value); // it is always the same
        }
        return true;
    }

    //! The value of an option, attached to its letter or in the next word.
    bool take(const std::string &shortName, const std::string &longName, std::string &value)
    {
        const std::string &word = m_words[m_at];
        if (word == shortName || word == longName) {
            if (m_at + 1 >= m_words.size())
                return false;
            value = m_words[++m_at];
            return true;
        }
        if (shortName.size() != 2 || word.rfind(shortName, 0) != 0)
            return false;
        value = word.substr(2);
        return true;
    }

    void setHeader(const std::string &header)
    {
        std::string name = header.substr(0, header.find(':'));
        std::transform(name.begin(), name.end(), name.begin(),
                       [](unsigned char c) { return char(std::tolower(c)); });
        const std::size_t value = header.find_first_not_of(' ', header.find(':') + 1);
        const bool isOneLine = header.find_first_of("\r\n") == std::string::npos;
        if (name == "content-type" && value != std::string::npos && isOneLine)
            m_command.request.type = header.substr(value);
    }

    const Words &m_words;
    std::size_t m_at = 1;
    EnvCommand m_command;
    std::string m_method;
    bool m_hasBody = false;
};

using Verbs = std::map<std::string, Shape>;

const Verbs &verbsOf(const std::string &subject)
{
    static const Verbs none;
    static const std::map<std::string, Verbs> all{
        {"checkpoints",
         {{"list", {0, {}, {"include-auto"}}},
          {"create", {0, {"comment"}, {}}},
          {"get", {1, {}, {}}},
          {"restore", {1, {}, {}}},
          {"delete", {1, {}, {}}}}},
        {"services",
         {{"list", {0, {}, {}}},
          {"get", {1, {}, {}}},
          {"create", {1, {"cmd", "args", "needs", "http-port", "env", "dir", "duration"}, {}}},
          {"start", {1, {"duration"}, {}}},
          {"stop", {1, {"timeout"}, {}}},
          {"restart", {1, {"duration"}, {}}},
          {"delete", {1, {}, {}}},
          {"logs", {1, {"lines", "duration"}, {}}},
          {"signal", {2, {}, {}}}}},
        {"tasks",
         {{"list", {0, {}, {}}},
          {"create", {1, {"expire"}, {}}},
          {"update", {1, {"expire"}, {}}},
          {"delete", {1, {}, {}}}}}};
    const auto found = all.find(subject);
    return found == all.end() ? none : found->second;
}

} // namespace

EnvCommand::Parsed EnvCommand::parse(const std::vector<std::string> &words)
{
    const bool asksForHelp =
        words.empty() || words[0] == "help" ||
        std::find_if(words.begin(), std::find(words.begin(), words.end(), "--"), [](const std::string &word) {
            return word == "--help" || word == "-h";
        }) != std::find(words.begin(), words.end(), "--");
    if (asksForHelp)
        return Message{std::string(Help), true};
    if (words[0] == "curl")
        return CurlReader(words).read();
    const std::string subject = words[0].back() == 's' ? words[0] : words[0] + 's';
    const Verbs &verbs = verbsOf(subject);
    const auto shape = words.size() < 2 ? verbs.end() : verbs.find(words[1]);
    if (shape == verbs.end())
        return wrong("unknown command: " + words[0] + (words.size() > 1 ? ' ' + words[1] : std::string()));
    const Rest rest(words, shape->second.options, shape->second.flags);
    if (!rest.fault.empty())
        return wrong(rest.fault);
    if (rest.arguments.size() != shape->second.arguments)
        return wrong(subject + ' ' + words[1] + " takes " + std::to_string(shape->second.arguments) +
                     " arguments");
    if (subject == "checkpoints")
        return checkpoints(words[1], rest);
    return subject == "services" ? services(words[1], rest) : tasks(words[1], rest);
}

} // namespace Spritarium::Playground::Agent
