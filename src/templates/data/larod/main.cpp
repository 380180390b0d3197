// Logs the devices of the machine learning service; given DEVICE and MODEL it loads the model.
#include <larod.h>

#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>

#include <fcntl.h>
#include <syslog.h>
#include <unistd.h>

namespace {

// Of the larod C API: an error that has to be cleared, whichever way it is left.
class Error {
  public:
    Error() = default;
    Error(const Error&) = delete;
    Error& operator=(const Error&) = delete;
    ~Error() { clear(); }
    larodError** out() {
        clear();
        return &error_;
    }
    int code() const { return error_ != nullptr ? error_->code : 0; }
    [[noreturn]] void raise(const std::string& what) const {
        throw std::runtime_error(what + ": " + (error_ != nullptr ? error_->msg : "unknown error"));
    }

  private:
    void clear() { larodClearError(&error_); }
    larodError* error_ = nullptr;
};

struct Disconnect {
    void operator()(larodConnection* larod) const { larodDisconnect(&larod, nullptr); }
};
using Connection = std::unique_ptr<larodConnection, Disconnect>;

struct Destroy {
    void operator()(larodModel* model) const { larodDestroyModel(&model); }
};
using Model = std::unique_ptr<larodModel, Destroy>;

class File {
  public:
    explicit File(const char* path) : descriptor_(open(path, O_RDONLY | O_CLOEXEC)) {
        if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), path);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File() { close(descriptor_); }
    int descriptor() const { return descriptor_; }

  private:
    int descriptor_;
};

void list_devices(larodConnection* larod) {
    Error error;
    std::size_t count = 0;
    // The list and its members belong to the connection.
    const larodDevice** devices = larodListDevices(larod, &count, error.out());
    if (devices == nullptr) error.raise("devices");
    for (std::size_t i = 0; i < count; ++i) {
        std::uint32_t instance = 0;
        const char* name = larodGetDeviceName(devices[i], error.out());
        if (name == nullptr || !larodGetDeviceInstance(devices[i], &instance, error.out()))
            error.raise("device");
        syslog(LOG_INFO, "%s, instance %u", name, static_cast<unsigned>(instance));
    }
}

// The first time this takes up to minutes: the model is compiled for the device.
Model load(larodConnection* larod, const char* name, const char* path) {
    Error error;
    const larodDevice* device = larodGetDevice(larod, name, 0, error.out());
    if (device == nullptr) error.raise(name);
    const File file(path);
    for (int attempt = 0; attempt < 20; ++attempt) {
        Model model{larodLoadModel(larod, file.descriptor(), device, LAROD_ACCESS_PRIVATE, "@APP@",
                                   nullptr, error.out())};
        if (model) return model;
        // The device shares its power budget, with heaters for instance: ask again later.
        if (error.code() != LAROD_ERROR_POWER_NOT_AVAILABLE) break;
        std::this_thread::sleep_for(std::chrono::seconds(1));
    }
    error.raise(path);
}

} // namespace

int main(int argc, char** argv) try {
    openlog("@APP@", LOG_PID, LOG_USER);
    Error error;
    larodConnection* connected = nullptr;
    if (!larodConnect(&connected, error.out())) error.raise("larod");
    const Connection larod{connected};
    list_devices(larod.get());
    if (argc == 3) {
        const Model model = load(larod.get(), argv[1], argv[2]);
        syslog(LOG_INFO, "%s is loaded on %s", argv[2], argv[1]);
    }
} catch (const std::exception& error) {
    syslog(LOG_ERR, "%s", error.what());
    return 1;
}
