#include "templates/project_name.hpp"

#include "catch.hpp"

using namespace acapctl::templates;

TEST_CASE("an application is named after its directory, by the rule of the manifest") {
    struct Case {
        std::string directory;
        std::string app_name;
        std::string friendly_name;
    };
    for (const Case& one : {
             Case{"hello", "hello", "Hello"},
             Case{"my-app", "my_app", "My app"},
             Case{"My App.2", "My_App_2", "My App 2"},
             Case{"a--b__c", "a_b_c", "A b c"},
             Case{"-x-", "x_app", "X app"},
             Case{"2fast", "app_2fast", "App 2fast"},
             Case{"\u00e5\u00e4\u00f6", "app", "App"},
             Case{"caf\u00e9s", "caf_s", "Caf s"},
             Case{"", "app", "App"},
             Case{"abcdefghijklmnopqrstuvwxyz0123", "abcdefghijklmnopqrstuvwxyz",
                  "Abcdefghijklmnopqrstuvwxyz"},
             Case{"abcdefghijklmnopqrstuvwxy-z", "abcdefghijklmnopqrstuvwxy",
                  "Abcdefghijklmnopqrstuvwxy"},
         }) {
        INFO(one.directory);
        CHECK(app_name_from(one.directory) == one.app_name);
        CHECK(friendly_name_from(one.app_name) == one.friendly_name);
    }
}
