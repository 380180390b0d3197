#pragma once
// Everything one build says, kept in a file. Whoever shows it with cat sees the same as here,
// without colours: what programs print is made visible there too.

#include "builder/engines/engine.hpp"
#include "support/beneath.hpp"

#include <string>
#include <vector>

namespace acapctl::builder {

class BuildLog {
  public:
    // A new file of that name. What is said is also passed on to `listener`, which must outlive
    // this.
    BuildLog(const Beneath& directory, const std::string& name, const Observer& listener);
    BuildLog(const BuildLog&) = delete;
    BuildLog& operator=(const BuildLog&) = delete;

    // Tells this log; must not outlive it.
    Observer observer();
    void write(std::string_view line); // to the file alone
    const std::vector<std::string>& warnings() const { return warnings_; }

  private:
    Descriptor file_;
    const Observer& listener_;
    std::vector<std::string> warnings_{};
};

} // namespace acapctl::builder
