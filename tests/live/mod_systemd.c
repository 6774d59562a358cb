/* Not mod_systemd: does nothing. Stands in where a configuration loads mod_systemd and this machine's Apache has none. */
#include "httpd.h"
#include "http_config.h"

module AP_MODULE_DECLARE_DATA systemd_module = {STANDARD20_MODULE_STUFF, NULL, NULL, NULL, NULL, NULL, NULL};
