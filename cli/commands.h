/* Each command is a row here and a file cmd_<name>.c. */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H
#include "cli.h"

extern const cli_command cmd_add, cmd_list, cmd_show, cmd_compare, cmd_lookup, cmd_search, cmd_tell, cmd_dedup, cmd_doctor,
    cmd_refresh, cmd_remove, cmd_extract, cmd_pages, cmd_copies, cmd_stories, cmd_quotes, cmd_times, cmd_repair;

#endif
