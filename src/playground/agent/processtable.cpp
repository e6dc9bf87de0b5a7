// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/agent/processtable.h"

#include "playground/agent/agentmessages.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>

#include <dirent.h>

namespace Spritarium::Playground::Agent {

namespace {

std::string contents(const std::string &path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::string folder(pid_t pid)
{
    return "/proc/" + std::to_string(pid);
}

} // namespace

Process Process::fromStat(const std::string &stat)
{
    // The name is in parentheses and may hold anything, more of them and blanks included.
    const std::size_t open = stat.find(" (");
    const std::size_t close = stat.rfind(") ");
    if (open == std::string::npos || close == std::string::npos || close < open)
        return {};
    const auto pid = number(stat.substr(0, open), INT32_MAX);
    std::istringstream rest(stat.substr(close + 2));
    Process process;
    pid_t group = 0;
    long terminal = 0;
    if (!pid || !(rest >> process.state >> process.parent >> group >> process.session >> terminal >>
                  process.foreground))
        return {};
    process.pid = pid_t(*pid);
    return process;
}

Process process(pid_t pid)
{
    return Process::fromStat(contents(folder(pid) + "/stat"));
}

std::vector<Process> processes()
{
    std::vector<Process> all;
    DIR *proc = ::opendir("/proc");
    if (!proc)
        return all;
    while (const dirent *entry = ::readdir(proc)) {
        const auto pid = number(entry->d_name, INT32_MAX);
        const Process found = pid ? process(pid_t(*pid)) : Process();
        if (found.pid > 0)
            all.push_back(found);
    }
    ::closedir(proc);
    return all;
}

std::set<pid_t> descendants(pid_t root, const std::vector<Process> &all)
{
    std::multimap<pid_t, pid_t> children;
    for (const Process &each : all)
        children.emplace(each.parent, each.pid);
    std::set<pid_t> found;
    std::vector<pid_t> open{root};
    while (!open.empty()) {
        const auto [first, last] = children.equal_range(open.back());
        open.pop_back();
        for (auto child = first; child != last; ++child) {
            if (found.insert(child->second).second)
                open.push_back(child->second);
        }
    }
    return found;
}

std::vector<std::vector<Process>> generations(const std::vector<Process> &all)
{
    std::map<pid_t, pid_t> parents;
    for (const Process &each : all)
        parents.emplace(each.pid, each.parent);
    std::vector<std::vector<Process>> found;
    for (const Process &each : all) {
        std::size_t depth = 0;
        // Read one after the other, so they need not fit together: no way is longer than all of them.
        for (auto at = parents.find(each.parent); at != parents.end() && depth < all.size(); ++depth)
            at = parents.find(at->second);
        found.resize(std::max(found.size(), depth + 1));
        found[depth].push_back(each);
    }
    return found;
}

std::string commandOf(pid_t pid)
{
    std::string words = contents(folder(pid) + "/cmdline");
    while (!words.empty() && words.back() == '\0')
        words.pop_back();
    std::replace(words.begin(), words.end(), '\0', ' ');
    if (!words.empty())
        return words.substr(0, 512);
    std::string name = contents(folder(pid) + "/comm");
    return name.substr(0, name.find('\n'));
}

} // namespace Spritarium::Playground::Agent
