/* Not mod_systemd: only says that httpd is ready. Stands in where a configuration loads mod_systemd and this machine's Apache has none. */
#include "httpd.h"
#include "http_config.h"
#include "ap_mpm.h"
#include "mpm_common.h"

#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* sd_notify(3): a datagram to the socket that systemd names. */
static int ready(apr_pool_t *pool, ap_scoreboard_e type)
{
    const char *path = getenv("NOTIFY_SOCKET");
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    int notify;

    if (path == NULL || strlen(path) >= sizeof(to.sun_path) || (notify = socket(AF_UNIX, SOCK_DGRAM, 0)) < 0)
        return OK;
    strcpy(to.sun_path, path);
    if (*path == '@')
        to.sun_path[0] = '\0';
    sendto(notify, "READY=1", 7, 0, (struct sockaddr *)&to, offsetof(struct sockaddr_un, sun_path) + strlen(path));
    close(notify);
    return OK;
}

static void hooks(apr_pool_t *pool)
{
    ap_hook_pre_mpm(ready, NULL, NULL, APR_HOOK_LAST);
}

module AP_MODULE_DECLARE_DATA systemd_module = {STANDARD20_MODULE_STUFF, NULL, NULL, NULL, NULL, NULL, hooks};
