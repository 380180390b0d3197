#pragma once
// Pages in the place of "OK" and "Error: N", for clients that show or read one.

#include "emulator/http/http.hpp"

namespace acapctl::emulator {

// The answer of upload.cgi or control.cgi as its request asks for it. With reload_page=yes, which
// the official command-line tools send, a page that leads to /devtools.shtml and says there how it
// went. With returnpage, once it went well, a page that leads there. Anything else stays as it is.
Reply as_page(const Request& request, Reply reply);

// Whether it names a page that is none, as returnpage=":"; devices answer with Error: 1.
bool has_bad_return_page(const Request& request);

} // namespace acapctl::emulator
