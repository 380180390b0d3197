// firmwaremanagement.cgi, and restart.cgi that came before it. There is no other firmware: an image
// that is uploaded is read to its end, as by a device, and is for another device.
#include "emulator/http/multipart.hpp"
#include "emulator/state/device.hpp"
#include "emulator/vapix/cgi.hpp"
#include "emulator/vapix/json_call.hpp"

#include <memory>

namespace acapctl::emulator {

namespace {

constexpr std::size_t call_limit = 65536;

// The call of a request: its body, or the part `data` of a form. Of an image nothing is kept.
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
    bool has_image() const { return image_ && reader_->complete(); }

  private:
    void begin(const Part& part) {
        in_call_ = !part.filename && part.name == "data";
        image_ = image_ || part.filename;
    }
    void keep(std::string_view bytes) {
        if (in_call_ && !too_long()) call_ += bytes.substr(0, call_limit + 1);
    }

    std::optional<MultipartReader> reader_{};
    std::string call_{};
    bool in_call_ = false;
    bool image_ = false;
};

// Errors have codes of their own: 405 for a method it does not know, 421 for a foreign image.
Reply answer(Device& device, const Request& request, const FirmwareForm& form) {
    if (form.too_long()) return error_page(413);
    Call call{.api_version = device.profile().os.firmware_management};
    if (auto refused = read_call(request, form.call(), call)) return *refused;
    if (call.method == "getSupportedVersions") return supported_versions(call);
    if (call.method == "status")
        return call.data({{"activeFirmwareVersion", device.profile().property("Version")},
                          {"isCommitted", true}});
    if (call.method == "upgrade")
        return form.has_image() ? call.error(421, "Firmware image does not match this device.")
                                : call.error(400, "No firmware image was received.");
    if (call.method != "reboot") return call.error(405, "Method not supported");
    Reply reply = call.data(OrderedJson::object());
    reply.sent = device.reboot(device.usual_reboot());
    return reply;
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
