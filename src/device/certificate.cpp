#include "device/certificate.hpp"

#include <memory>

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace acapctl::device {

namespace {

std::string fingerprint_of(const X509* certificate) {
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    if (X509_digest(certificate, EVP_sha256(), hash, &length) != 1) return {};
    std::string result;
    for (unsigned int i = 0; i < length; ++i)
        result += fmt::format("{}{:02X}", i == 0 ? "" : ":", hash[i]);
    return result;
}

bool names_host(X509* certificate, const std::string& host) {
    const std::unique_ptr<ASN1_OCTET_STRING, decltype(&ASN1_OCTET_STRING_free)> address(
        a2i_IPADDRESS(host.c_str()), ASN1_OCTET_STRING_free);
    if (address)
        return X509_check_ip(certificate, ASN1_STRING_get0_data(address.get()),
                             static_cast<std::size_t>(ASN1_STRING_length(address.get())), 0) == 1;
    return X509_check_host(certificate, host.data(), host.size(), 0, nullptr) == 1;
}

int verify(X509_STORE_CTX* store, void* argument) {
    CertificateCheck& check = *static_cast<CertificateCheck*>(argument);
    X509* leaf = X509_STORE_CTX_get0_cert(store);
    if (leaf == nullptr) return 0;
    check.fingerprint = fingerprint_of(leaf);
    check.reason.clear();
    if (X509_verify_cert(store) != 1)
        check.reason = X509_verify_cert_error_string(X509_STORE_CTX_get_error(store));
    else if (!names_host(leaf, check.host))
        check.reason = fmt::format("it is not issued for {}", check.host);
    check.refused = !check.reason.empty() && !check.accept_any;
    if (check.refused) {
        if (X509_STORE_CTX_get_error(store) == X509_V_OK)
            X509_STORE_CTX_set_error(store, X509_V_ERR_HOSTNAME_MISMATCH);
        return 0;
    }
    X509_STORE_CTX_set_error(store, X509_V_OK);
    return 1;
}

} // namespace

void install_certificate_check(SSL_CTX* context, CertificateCheck* check) {
    SSL_CTX_set_default_verify_paths(context); // honours SSL_CERT_FILE and SSL_CERT_DIR
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_cert_verify_callback(context, verify, check);
}

} // namespace acapctl::device
