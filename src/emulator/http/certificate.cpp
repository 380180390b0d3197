#include "emulator/http/certificate.hpp"

#include "acapctl/error.hpp"
#include "emulator/support/state_file.hpp"
#include "support/files.hpp"

#include <memory>

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace acapctl::emulator {

namespace {

template <auto Free>
struct Deleter {
    template <typename T>
    void operator()(T* pointer) const {
        Free(pointer);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using X509Ptr = std::unique_ptr<X509, Deleter<X509_free>>;
using Bio = std::unique_ptr<BIO, Deleter<BIO_free_all>>;

// Text for the library to read.
class Memory {
  public:
    explicit Memory(const std::string& text)
        : bio_(BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))) {}
    BIO* get() const { return bio_.get(); }

  private:
    Bio bio_;
};

void require(bool good) {
    if (!good)
        throw Error({.message = "OpenSSL cannot make the certificate of an emulated device"});
}

void add_name(X509_NAME* name, const char* field, const std::string& value) {
    require(X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8,
                                       reinterpret_cast<const unsigned char*>(value.c_str()), -1,
                                       -1, 0) == 1);
}

void add_extension(X509* certificate, int nid, const char* value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value);
    require(extension != nullptr);
    const int added = X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
    require(added == 1);
}

void set_serial(X509* certificate) {
    unsigned char bytes[16];
    require(RAND_bytes(bytes, sizeof bytes) == 1);
    bytes[0] = static_cast<unsigned char>((bytes[0] & 0x7FU) | 0x40U);
    BIGNUM* number = BN_bin2bn(bytes, sizeof bytes, nullptr);
    require(number != nullptr);
    const bool good = BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != nullptr;
    BN_free(number);
    require(good);
}

template <typename Write>
std::string as_pem(const Write& write) {
    const Bio memory(BIO_new(BIO_s_mem()));
    require(memory != nullptr && write(memory.get()) == 1);
    char* data = nullptr;
    const long length = BIO_get_mem_data(memory.get(), &data);
    return {data, static_cast<std::size_t>(length)};
}

} // namespace

Certificate make_certificate(const std::string& host_name, const std::string& serial) {
    const Key key(EVP_EC_gen("P-256"));
    const X509Ptr certificate(X509_new());
    require(key != nullptr && certificate != nullptr);
    X509* x509 = certificate.get();
    require(X509_set_version(x509, 2) == 1);
    set_serial(x509);
    require(ASN1_TIME_set_string(X509_getm_notBefore(x509), "20200101000000Z") == 1);
    require(ASN1_TIME_set_string(X509_getm_notAfter(x509), "99991231235959Z") == 1);
    X509_NAME* name = X509_get_subject_name(x509);
    add_name(name, "CN", host_name + "-eccp256-1");
    add_name(name, "serialNumber", serial);
    add_name(name, "O", "Axis Communications AB");
    require(X509_set_issuer_name(x509, name) == 1 && X509_set_pubkey(x509, key.get()) == 1);
    add_extension(x509, NID_basic_constraints, "critical,CA:FALSE");
    const std::string names = "DNS:" + host_name + ".local";
    add_extension(x509, NID_subject_alt_name, names.c_str());
    require(X509_sign(x509, key.get(), EVP_sha256()) > 0);
    return {.pem = as_pem([&](BIO* bio) { return PEM_write_bio_X509(bio, x509); }),
            .key = as_pem([&](BIO* bio) {
                return PEM_write_bio_PrivateKey(bio, key.get(), nullptr, nullptr, 0, nullptr,
                                                nullptr);
            })};
}

// A pair that does not belong together is what an interrupted change leaves.
std::optional<Certificate> read_certificate(const std::filesystem::path& directory) {
    const auto file = directory / "certificate.pem";
    const auto key_file = directory / "certificate.key";
    if (!std::filesystem::exists(file) || !std::filesystem::exists(key_file)) return std::nullopt;
    Certificate kept{.pem = read_file(file), .key = read_file(key_file)};
    const X509Ptr x509(PEM_read_bio_X509(Memory(kept.pem).get(), nullptr, nullptr, nullptr));
    if (!x509) throw_damaged(file, "it holds no certificate");
    // Without the empty passphrase the library would ask for one.
    std::string passphrase;
    const Key key(
        PEM_read_bio_PrivateKey(Memory(kept.key).get(), nullptr, nullptr, passphrase.data()));
    if (!key) throw_damaged(key_file, "it holds no private key");
    if (X509_check_private_key(x509.get(), key.get()) != 1) return std::nullopt;
    return kept;
}

Certificate kept_certificate(const std::filesystem::path& directory, const std::string& host_name,
                             const std::string& serial) {
    if (auto kept = read_certificate(directory)) return *kept;
    return renew_certificate(directory, host_name, serial);
}

Certificate renew_certificate(const std::filesystem::path& directory, const std::string& host_name,
                              const std::string& serial) {
    const Certificate made = make_certificate(host_name, serial);
    write_file(directory / "certificate.key", made.key, 0600);
    write_file(directory / "certificate.pem", made.pem);
    return made;
}

} // namespace acapctl::emulator
