// firmwaremanagement.cgi, and restart.cgi that came before it. An image that is uploaded is read to
// its end, as by a device; one that is not the emulator's own is for another device.
#include "emulator/http/multipart.hpp"
#include "emulator/state/device.hpp"
#include "emulator/state/firmware_image.hpp"
#include "emulator/vapix/cgi.hpp"
#include "emulator/vapix/json_call.hpp"

#include <memory>

namespace acapctl::emulator {

namespace {

constexpr std::size_t call_limit = 65536;

// The call of a request: its body, or the part `data` of a form. Of an image its beginning is kept.
class FirmwareForm {
  public:
    explicit FirmwareForm(const Request& request) {
        const std::string* type = request.header("Content-Type");
        const auto boundary = type != nullptr ? multipart_boundary(*type) : std::nullopt;
        in_call_ = !boundary;
        if (boundary)
            reader_.emplace(
                *boundary, [this](const Part& part) { begin(part); },
                [this](std::string_view bytes) { keep(bytes); });
    }
    FirmwareForm(const FirmwareForm&) = delete;
    FirmwareForm& operator=(const FirmwareForm&) = delete;

    void receive(std::string_view bytes) { reader_ ? reader_->receive(bytes) : keep(bytes); }
    const std::string& call() const { return call_; }
    bool too_long() const { return call_.size() > call_limit; }
    bool has_image() const { return has_image_ && reader_->complete(); }
    const std::string& image() const { return image_; }

  private:
    void begin(const Part& part) {
        in_call_ = !part.filename && part.name == "data";
        in_image_ = part.filename && !has_image_;
        has_image_ = has_image_ || part.filename;
    }
    void keep(std::string_view bytes) {
        if (in_call_ && !too_long()) call_ += bytes.substr(0, call_limit + 1);
        if (in_image_) image_ += bytes.substr(0, firmware_image_limit + 1 - image_.size());
    }

    std::optional<MultipartReader> reader_{};
    std::string call_{};
    std::string image_{};
    bool in_call_ = false;
    bool in_image_ = false;
    bool has_image_ = false;
};

std::optional<bool> asks_for_default(const Call& call) {
    const std::string mode = call.parameter("factoryDefaultMode");
    if (mode == "soft" || mode == "hard") return true;
    return mode.empty() || mode == "none" ? std::optional(false) : std::nullopt;
}

Reply reboot_with(Device& device, const Call& call, OrderedJson data, Change change = {}) {
    Reply reply = call.data(std::move(data));
    reply.sent = device.reboot(device.usual_reboot(), std::move(change));
    return reply;
}

Reply upgrade(Device& device, const Call& call, const FirmwareForm& form) {
    if (!form.has_image()) return call.error(400, "No firmware image was received.");
    const auto to_default = asks_for_default(call);
    if (!to_default) return call.error(400, "Invalid factoryDefaultMode.");
    const auto axis_os = axis_os_of_image(form.image());
    if (!axis_os) return call.error(421, "Firmware image does not match this device.");
    const bool older = !is_upgrade(device.profile().os.name, *axis_os);
    if (older && call.parameter("factoryDefaultMode") != "hard")
        return call.error(409, "Downgrade is only allowed if factoryDefault=hard is set.");
    return reboot_with(device, call, {{"firmwareVersion", load_axis_os(*axis_os)->version}},
                       {.factory_default = *to_default, .axis_os = *axis_os});
}

// The modes differ in what they keep of the network's settings, of which there are none.
Reply factory_default(Device& device, const Call& call) {
    if (asks_for_default(call) != true) return call.error(400, "Invalid factoryDefaultMode.");
    return reboot_with(device, call, OrderedJson::object(), {.factory_default = true});
}

// Errors have codes of their own: 405 for a method it does not know, 409 for an older AXIS OS, 421
// for a foreign image.
Reply answer(Device& device, const Request& request, const FirmwareForm& form) {
    if (form.too_long()) return error_page(413);
    Call call{.api_version = device.profile().os.firmware_management};
    if (auto refused = read_call(request, form.call(), call)) return *refused;
    if (call.method == "getSupportedVersions") return supported_versions(call);
    if (call.method == "status")
        return call.data({{"activeFirmwareVersion", device.profile().property("Version")},
                          {"isCommitted", true}});
    if (call.method == "upgrade") return upgrade(device, call, form);
    if (call.method == "factoryDefault") return factory_default(device, call);
    if (call.method == "reboot") return reboot_with(device, call, OrderedJson::object());
    return call.error(405, "Method not supported");
}

} // namespace

Exchange firmwaremanagement_cgi(Device& device, const Request& request) {
    auto form = std::make_shared<FirmwareForm>(request);
    return {.receive = [form](std::string_view bytes) { form->receive(bytes); },
            .finish = [&device, request, form] { return answer(device, request, *form); }};
}

Reply restart_cgi(Device& device, const Request&) {
    Reply reply = ok();
    reply.sent = device.reboot(device.usual_reboot());
    return reply;
}

} // namespace acapctl::emulator
