// Says something every Interval seconds, a parameter that may change at any time.
#include <axsdk/axparameter.h>
#include <glib-unix.h>
#include <glib.h>

#include <charconv>
#include <csignal>
#include <memory>
#include <optional>
#include <string_view>

#include <syslog.h>

namespace {

template <auto function>
struct With {
    template <typename T>
    void operator()(T* value) const {
        function(value);
    }
};
using Parameters = std::unique_ptr<AXParameter, With<ax_parameter_free>>;
using MainLoop = std::unique_ptr<GMainLoop, With<g_main_loop_unref>>;
using Text = std::unique_ptr<gchar, With<g_free>>;

class Ticker {
  public:
    // Clients of VAPIX can write what the type in the manifest does not allow.
    void apply(std::string_view value) {
        const std::optional<guint> seconds = parse(value);
        if (!seconds) {
            syslog(LOG_WARNING, "Interval is not 1 to 3600 seconds");
            return;
        }
        if (timer_ != 0) g_source_remove(timer_);
        timer_ = g_timeout_add_seconds(*seconds, tick, nullptr);
        syslog(LOG_INFO, "Interval is %u seconds", *seconds);
    }

  private:
    static std::optional<guint> parse(std::string_view text) {
        guint value = 0;
        const char* const end = text.data() + text.size();
        const auto [at, error] = std::from_chars(text.data(), end, value);
        if (error != std::errc{} || at != end || value < 1 || value > 3600) return std::nullopt;
        return value;
    }

    static gboolean tick(gpointer) {
        syslog(LOG_INFO, "Another interval is over");
        return G_SOURCE_CONTINUE;
    }

    guint timer_ = 0;
};

// Called from inside the library: an ax_parameter function would wait here for itself, forever.
void changed(const gchar*, const gchar* value, gpointer ticker) {
    static_cast<Ticker*>(ticker)->apply(value);
}

gboolean stop(gpointer loop) {
    g_main_loop_quit(static_cast<GMainLoop*>(loop));
    return G_SOURCE_REMOVE;
}

} // namespace

int main() {
    openlog("@APP@", LOG_PID, LOG_USER);
    GError* error = nullptr;
    gchar* raw = nullptr;
    Ticker ticker;

    // The name of the application makes "Interval" short for root.@APP@.Interval.
    const Parameters parameters{ax_parameter_new("@APP@", &error)};
    if (!parameters || !ax_parameter_get(parameters.get(), "Interval", &raw, &error) ||
        !ax_parameter_register_callback(parameters.get(), "Interval", changed, &ticker, &error)) {
        syslog(LOG_ERR, "parameters: %s", error->message);
        return 1;
    }
    const Text value{raw};
    ticker.apply(value.get());

    const MainLoop loop{g_main_loop_new(nullptr, FALSE)};
    g_unix_signal_add(SIGTERM, stop, loop.get());
    g_unix_signal_add(SIGINT, stop, loop.get());
    g_main_loop_run(loop.get());
}
