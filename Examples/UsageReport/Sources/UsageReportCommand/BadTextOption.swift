import ArgumentParser

struct BadTextOption: ParsableArguments {
    @Flag(name: .customLong("replace-bad-text"), help: "Read text that is not UTF-8 as U+FFFD, instead of refusing it.")
    var isReplaced = false
}
