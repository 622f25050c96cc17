"""The shells that complete mcheck's command line, where they need other than what click does for them."""

from __future__ import annotations

from typing import Any

from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
)

from . import ASKED_BY_SHELL, main_group

BASH = """\
%(complete_func)s() {
    local line files="" word=${COMP_WORDS[COMP_CWORD]}
    COMPREPLY=()
    while IFS= read -r line; do
        case $line in
            plain,*) COMPREPLY+=("${line#plain,}") ;;
            file,*) files=default ;;
            dir,*) files=dirnames ;;
        esac
    done < <(IFS=$'\\n'; env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD \
%(complete_var)s=bash_complete "$1" 2>/dev/null)
    if [[ -n $files && ${#COMPREPLY[@]} -eq 0 ]]; then
        compopt -o "$files"
    elif [[ -n $files ]]; then
        # bash would complete files only where no word fits: portfolios are offered beside the words
        while IFS= read -r line; do
            COMPREPLY+=("$(printf %%q "$line")")
        done < <(compgen -f -X '!*.json' -- "$word")
    fi
}
complete -o nosort -F %(complete_func)s %(prog_name)s
"""


@add_completion_class
class _Bash(BashComplete):
    source_template = BASH

    def source(self) -> str:
        return self.source_template % self.source_vars()  # click would start bash to ask for its version

    def get_completion_args(self) -> tuple[list[str], str]:
        """Words as they were typed: bash has cut them at "=", and puts what is offered after the last one."""
        args, incomplete = super().get_completion_args()
        words: list[str] = []
        for word in (*args, incomplete):
            if words and (word.startswith("=") or words[-1].endswith("=")):
                words[-1] += word
            else:
                words.append(word)
        self.kept = len(_value(words[-1])) - len(incomplete.removeprefix("="))
        return words[:-1], words[-1]

    def format_completion(self, item: CompletionItem[Any]) -> str:
        return f"{item.type},{item.value[self.kept :] if item.type == 'plain' else item.value}"


class _WholeWords(ShellComplete):
    """A shell that knows nothing of "=": what is offered after `--option=` begins with that."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[Any]]:
        before = incomplete.removesuffix(_value(incomplete))
        found = super().get_completions(args, incomplete)
        for item in found:
            item.value = before + item.value
        return found


@add_completion_class
class _Zsh(_WholeWords, ZshComplete):
    def format_completion(self, item: CompletionItem[Any]) -> str:
        item.value = item.value or "_"  # the script would lose an empty line, and take each next one for another
        return super().format_completion(item)


@add_completion_class
class _Fish(_WholeWords, FishComplete):
    pass


def _value(word: str) -> str:
    """What is completed of a word: all of it, or the value after `--option=`."""
    return word.partition("=")[2] if word.startswith("--") and "=" in word else word


def script(shell: str) -> str:
    """What makes a shell complete mcheck's command line."""
    made = {"bash": _Bash, "zsh": _Zsh, "fish": _Fish}[shell]
    return made(main_group, {}, "mcheck", ASKED_BY_SHELL).source()
