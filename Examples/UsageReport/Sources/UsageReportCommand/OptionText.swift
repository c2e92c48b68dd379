import ArgumentParser
import Foundation

/// The text of an option with a form of its own.
struct OptionText {
    let name: String
    let text: String
    let form: String

    init(_ name: String, _ text: String, form: String) {
        self.name = name
        self.text = text
        self.form = form
    }

    var error: ValidationError { ValidationError("'\(text)' is no value of \(name): give \(form).") }

    /// A number before a per cent sign, without a sign and an exponent.
    func percent(_ value: Substring) throws -> Decimal {
        let digits = value.dropLast()
        guard value.last == "%", let number = PlainDecimal.value(digits) else { throw error }
        return number
    }
}
