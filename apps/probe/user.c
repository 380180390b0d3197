/* As whom an application runs: on most devices a user of its own. */
#include "probe.h"

#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <unistd.h>

enum { most_groups = 64 };

static void group(struct report* report, gid_t id)
{
    const struct group* entry = getgrgid(id);
    if (entry != NULL)
        report_string(report, NULL, entry->gr_name);
    else
        report_format(report, NULL, "%u", (unsigned)id);
}

void probe_user(struct report* report, struct report* how)
{
    gid_t groups[most_groups];
    const struct passwd* user = getpwuid(getuid());
    const int count = getgroups(most_groups, groups);
    report_begin(report, "user", '{');
    report_number(report, "uid", getuid());
    report_string(report, "name", user != NULL ? user->pw_name : NULL);
    report_number(report, "gid", getgid());
    if (count < 0) {
        report_null(report, "groups");
    } else {
        report_begin(report, "groups", '[');
        group(report, getgid());
        for (int i = 0; i < count; ++i)
            if (groups[i] != getgid())
                group(report, groups[i]);
        report_end(report, ']');
    }
    report_end(report, '}');
    report_string(how, "user", "getuid, getgroups, /etc/passwd, /etc/group");
}
