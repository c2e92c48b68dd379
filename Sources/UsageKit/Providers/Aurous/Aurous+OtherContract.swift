extension UsageError {
    /// Whether the server refused the request because of one of these parameters.
    func refuses(_ parameters: String...) -> Bool {
        status == 400 && parameters.contains { refusal?.parameter == $0 }
    }

    /// Returns a refusal as that of a server that speaks another contract.
    func ofOtherContract(_ message: String) -> UsageError {
        var error = UsageError(.otherContract, message)
        error.provider = provider
        error.status = status
        error.providerCode = providerCode
        error.refusal = refusal
        error.requestID = requestID
        error.endpoint = endpoint
        return error
    }
}
