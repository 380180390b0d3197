#include "signing/signers.hpp"

#include <algorithm>
#include <ctime>
#include <memory>

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

namespace acapctl::signing {

namespace {

constexpr std::size_t most_signers = 8;
constexpr long longest_name = 300;
constexpr int most_tries = 256; // of 64 KB at most each: bytes that only look like certificates

struct OpenSslFree {
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(BIO* bio) const { BIO_free(bio); }
};
using Certificate = std::unique_ptr<X509, OpenSslFree>;
using Memory = std::unique_ptr<BIO, OpenSslFree>;

std::string name_of(const X509_NAME* name) {
    const Memory memory(BIO_new(BIO_s_mem()));
    if (!memory || name == nullptr) return {};
    X509_NAME_print_ex(memory.get(), name, 0,
                       XN_FLAG_RFC2253 & ~XN_FLAG_DN_REV & ~ASN1_STRFLGS_ESC_MSB);
    char* text = nullptr;
    const long length = BIO_get_mem_data(memory.get(), &text);
    return {text, static_cast<std::size_t>(std::clamp(length, 0L, longest_name))};
}

std::string end_of(const X509* certificate) {
    std::tm parts{};
    if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &parts) != 1) return {};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", parts.tm_year + 1900,
                       parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
}

void add(std::vector<Signer>& signers, const Certificate& certificate) {
    if (!certificate || signers.size() == most_signers) return;
    signers.push_back({.subject = name_of(X509_get_subject_name(certificate.get())),
                       .issuer = name_of(X509_get_issuer_name(certificate.get())),
                       .until = end_of(certificate.get())});
}

// A certificate is a SEQUENCE with a length of two bytes: 30 82.
void find_der(std::string_view bytes, std::vector<Signer>& signers) {
    int tries = 0;
    for (auto at = bytes.find("\x30\x82"); at != std::string_view::npos;) {
        if (++tries > most_tries || signers.size() == most_signers) return;
        const auto* begin = reinterpret_cast<const unsigned char*>(bytes.data() + at);
        const unsigned char* end = begin;
        const Certificate found(d2i_X509(
            nullptr, &end, static_cast<long>(std::min(bytes.size() - at, std::size_t{0x10004}))));
        add(signers, found);
        at = bytes.find("\x30\x82", at + (found ? static_cast<std::size_t>(end - begin) : 1));
    }
}

void find_pem(std::string_view bytes, std::vector<Signer>& signers) {
    const auto at = bytes.find("-----BEGIN CERTIFICATE-----");
    if (at == std::string_view::npos) return;
    const Memory memory(BIO_new_mem_buf(bytes.data() + at, static_cast<int>(bytes.size() - at)));
    while (memory && signers.size() < most_signers) {
        const Certificate found(PEM_read_bio_X509(memory.get(), nullptr, nullptr, nullptr));
        if (!found) break;
        add(signers, found);
    }
}

} // namespace

std::vector<Signer> find_signers(std::string_view bytes) {
    std::vector<Signer> signers;
    find_der(bytes, signers);
    find_pem(bytes, signers);
    ERR_clear_error(); // most of what was tried was no certificate
    return signers;
}

} // namespace acapctl::signing
