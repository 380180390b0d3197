// `acapctl sign`: a package goes to whoever signs it, and what comes back is proved to be it.
#include "acapctl/package.hpp"
#include "cli/app/settings.hpp"
#include "cli/app/verbs.hpp"
#include "cli/shared/edges.hpp"
#include "cli/shared/password.hpp"
#include "cli/shared/signed_copy.hpp"
#include "package/package_name.hpp"
#include "signing/check.hpp"
#include "signing/service.hpp"
#include "support/files.hpp"
#include "support/json.hpp"
#include "support/output_file.hpp"
#include "support/regular_file.hpp"
#include "support/text.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace acapctl::cli {

namespace {

namespace fs = std::filesystem;
using signing::SignedCopy;

struct SignOptions {
    std::string built;
    std::string copy;
    std::string output; // of submit; empty: beside the package
};

struct SignReport {
    std::string verb{}; // of the document: sign-check, sign-submit
    fs::path built{};
    fs::path copy{};
    SignedCopy proof{};
    std::optional<fs::path> record{}; // of the build, which names both now
};

SignReport run_check(const SignOptions& options, const Context& context) {
    SignReport report{.verb = "sign-check",
                      .built = options.built,
                      .copy = options.copy,
                      .proof = signing::check_signed(options.built, options.copy, context.stop)};
    report.record = note_signed(report.built, report.copy, report.proof, context.terminal);
    return report;
}

signing::Service configured_service(const Context& context) {
    const signing::Service& service = context.settings.sign;
    if (!service.configured())
        throw_usage("no service for signing is configured",
                    fmt::format("write [sign] with command or url into {}; 'acapctl sign check' "
                                "proves what another way of signing gave you",
                                settings_file().string()));
    return service;
}

// It becomes a line of a header: a secret that was read from a file often ends with a line of its
// own.
Secret token_in(std::string text, const std::string& variable) {
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
    const bool sound = !text.empty() && std::ranges::all_of(text, [](char c) {
        return static_cast<unsigned char>(c) > 0x20 && c != 0x7f;
    });
    if (sound) return Secret(std::move(text));
    throw Error({.kind = ErrorKind::authentication,
                 .code = "sign-service",
                 .message = fmt::format("the variable {} holds no token: blanks and control "
                                        "characters cannot be in one",
                                        text::visible(variable))});
}

Secret token_of(const signing::Service& service, const Context& context) {
    if (!service.token_command.empty())
        return secret_of_command(service.token_command, "sign.token_command", context.stop);
    if (service.token_variable.empty()) return {};
    if (auto token = context.edges.environment(service.token_variable.c_str()))
        return token_in(std::move(*token), service.token_variable);
    throw Error({.kind = ErrorKind::authentication,
                 .code = "sign-service",
                 .message = fmt::format("the variable {} with the token of the service is not set",
                                        text::visible(service.token_variable))});
}

constexpr std::uint64_t largest_package = 1U << 30U; // as ReadLimits has it

// What leaves this machine is a package, and the one that was looked at: a link in a project could
// name any file of the user's.
void copy_package(const fs::path& package, const fs::path& copy, const std::stop_token& stop) {
    write_file(copy, read_to_end(open_to_read(package), package, largest_package), 0600);
    if (read_package(copy, stop).trailing_bytes > 0)
        throw Error({.kind = ErrorKind::invalid_input,
                     .code = "already-signed",
                     .message = fmt::format("{} has something behind the package: it is not what a "
                                            "build leaves",
                                            text::visible(package.string()))});
}

// As check_signed(), in words that do not name files of ours.
SignedCopy prove(const fs::path& kept, const fs::path& proved, const fs::path& package,
                 const std::stop_token& stop) {
    try {
        return signing::check_signed(kept, proved, stop);
    } catch (const Error& error) {
        Failure failure = error.failure();
        text::replace_all(failure.message, text::visible(proved.string()),
                          "what the service gave back");
        text::replace_all(failure.message, text::visible(kept.string()),
                          text::visible(package.string()));
        throw Error(failure);
    }
}

// Nothing is under its name that was not proved to be this package and a signature.
SignReport run_submit(const SignOptions& options, const Context& context) {
    const signing::Service service = configured_service(context);
    const fs::path package = fs::absolute(options.built);
    const fs::path copy = options.output.empty() ? signed_name(package) : fs::path(options.output);
    refuse_odd_output(copy);
    std::error_code missing;
    if (fs::equivalent(package, copy, missing))
        throw_usage("the signed package would take the place of the built one",
                    "name another file with --output");
    // The service has files of its own: what it does to them later changes nothing of what is
    // proved.
    const TempDir ours;
    const TempDir theirs;
    const fs::path kept = ours.path() / package.filename();
    const fs::path sent = theirs.path() / package.filename();
    const fs::path received = theirs.path() / "signed" / copy.filename();
    const fs::path proved = ours.path() / "signed" / copy.filename();
    copy_package(package, kept, context.stop);
    for (const fs::path& file : {received, proved}) fs::create_directory(file.parent_path());
    write_file(sent, read_file(kept, largest_package), 0600);
    signing::submit(service, token_of(service, context), sent, received, context.stop);
    const std::string bytes = read_to_end(open_to_read(received), received, largest_package);
    write_file(proved, bytes, 0600);
    SignReport report{.verb = "sign-submit", .built = options.built, .copy = copy};
    report.proof = prove(kept, proved, options.built, context.stop);
    write_file(copy, bytes, 0644, Durability::flushed);
    report.record = note_signed(package, copy, report.proof, context.terminal);
    return report;
}

nlohmann::json document_of(const SignReport& report) {
    nlohmann::json signers = nlohmann::json::array();
    for (const signing::Signer& signer : report.proof.signers)
        signers.push_back({{"subject", signer.subject},
                           {"issuer", signer.issuer},
                           {"until", or_null(signer.until)}});
    return {{"kind", fmt::format("acapctl.{}/v1", report.verb)},
            {"built", {{"path", report.built.string()}, {"sha256", report.proof.built_sha256}}},
            {"signed", {{"path", report.copy.string()}, {"sha256", report.proof.signed_sha256}}},
            {"addedBytes", report.proof.added},
            {"packedAnew", report.proof.packed_anew},
            {"record", report.record ? nlohmann::json(report.record->string()) : nlohmann::json()},
            {"signers", signers}};
}

ExitCode print_sign(const SignReport& report, Terminal& terminal) {
    const SignedCopy& proof = report.proof;
    if (terminal.json()) {
        terminal.print_document(document_of(report));
        return ExitCode::done;
    }
    terminal.print(report.copy.string());
    terminal.note(fmt::format(
        "it is {} and {} {}, nothing else{}", report.built.filename().string(),
        text::human_size(proof.added), proof.signers.empty() ? "behind it" : "of signature",
        proof.packed_anew ? "; the service packed the same contents anew" : ""));
    for (const signing::Signer& signer : proof.signers)
        terminal.note(fmt::format("signed by {}, vouched for by {}{}", signer.subject,
                                  signer.issuer,
                                  signer.until.empty() ? "" : ", until " + signer.until));
    if (proof.signers.empty())
        terminal.note("whose signature it is cannot be told: it holds no certificate");
    if (report.record)
        terminal.note(fmt::format("the record of its build names both: {}",
                                  text::visible(report.record->string())));
    terminal.note("only a device can say whether the signature is valid");
    return ExitCode::done;
}

} // namespace

void add_sign(Verbs& verbs) {
    Command group = verbs.add_group("sign", "Have packages signed, and prove what comes back");
    group.footer("Example: acapctl sign check build/door_1_0_0_aarch64.eap signed.eap");
    auto options = Verbs::options<SignOptions>();
    Command check = verbs.add(
        "check", "Prove that a signed package is the built one and a signature",
        [options](Context& c) { return print_sign(run_check(*options, c), c.terminal); }, group);
    check.add_option("BUILT", options->built, "The package as it was built").required();
    check.add_option("SIGNED", options->copy, "The package as it came back").required();
    check.footer("Example: acapctl sign check build/door_1_0_0_aarch64.eap signed.eap");
    Command submit = verbs.add(
        "submit", "Send a package to the configured service, and prove what comes back",
        [options](Context& c) { return print_sign(run_submit(*options, c), c.terminal); }, group);
    submit.add_option("EAP", options->built, "The package as it was built").required();
    submit
        .add_option("-o,--output", options->output,
                    "Where to write the signed package; default: "
                    "beside it, as NAME_signed.eap")
        .type_name("FILE")
        .not_empty();
    submit.footer("The service stands in [sign] of config.toml, never in a project.\n\n"
                  "Example: acapctl sign submit build/door_1_0_0_aarch64.eap");
}

} // namespace acapctl::cli
