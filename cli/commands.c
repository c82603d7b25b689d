#include "commands.h"

const cli_command *const cli_commands[] = {
    &cmd_add,     &cmd_list,   &cmd_show,    &cmd_compare, &cmd_lookup, &cmd_search,  &cmd_tell,   &cmd_dedup, &cmd_doctor,
    &cmd_refresh, &cmd_remove, &cmd_extract, &cmd_pages,   &cmd_copies, &cmd_stories, &cmd_quotes, &cmd_times, &cmd_repair,
};

const int cli_command_count = sizeof cli_commands / sizeof cli_commands[0];
