#include "signing/signers.hpp"

#include "device/http/certificate.hpp"

#include <algorithm>
#include <memory>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

namespace acapctl::signing {

namespace {

constexpr std::size_t most_signers = 8;
constexpr int most_tries = 256; // of 64 KB at most each: bytes that only look like certificates

struct OpenSslFree {
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(BIO* bio) const { BIO_free(bio); }
};
using Certificate = std::unique_ptr<X509, OpenSslFree>;
using Memory = std::unique_ptr<BIO, OpenSslFree>;

void add(std::vector<Signer>& signers, const Certificate& certificate) {
    if (!certificate || signers.size() == most_signers) return;
    signers.push_back(
        {.subject = device::distinguished_name(X509_get_subject_name(certificate.get())),
         .issuer = device::distinguished_name(X509_get_issuer_name(certificate.get())),
         .until = device::certificate_time(X509_get0_notAfter(certificate.get()))});
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
