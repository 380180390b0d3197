#include "emulator/state/parameters.hpp"

#include "catch.hpp"

using namespace acapctl::emulator;

namespace {

ParameterTree tree(const std::map<std::string, std::string>& changed = {}) {
    const About app{.name = "app",
                    .parameters = {{"Speed", "10", "int:min=0"},
                                   {"Url", "http://a?b=c", ""},
                                   {"Key", "k", "password:maxlen=5"},
                                   {"Build", "7", "readonly:string"}}};
    return parameter_tree(load_profile("artpec7", 0), {app}, changed);
}

} // namespace

TEST_CASE("the prefix root. is shown if and only if it was asked for") {
    CHECK(list_group(tree(), "app.Speed") == "app.Speed=10\n");
    CHECK(list_group(tree(), "root.app.Speed") == "root.app.Speed=10\n");
    CHECK_THAT(list_group(tree(), "root"), contains("root.Properties.System.Soc=Axis Artpec-7\n"));
}

TEST_CASE("a group covers whole components below it") {
    CHECK(list_group(tree(), "app") == "app.Build=7\napp.Speed=10\napp.Url=http://a?b=c\n");
    CHECK(list_group(tree(), "ap").empty());
    CHECK(list_group(tree(), "app.Speed.More").empty());
    CHECK(list_group(tree(), "*.Speed") == "app.Speed=10\n");
    CHECK(list_group(tree(), "Properties.System.Architecture") ==
          "Properties.System.Architecture=armv7hf\n");
    CHECK_THAT(list_group(tree(), "Properties.EmbeddedDevelopment."),
               contains("Properties.EmbeddedDevelopment.EmbeddedDevelopment=yes\n"));
}

TEST_CASE("changed values win, unknown ones are not shown, passwords never") {
    CHECK(list_group(tree({{"app.Speed", "11"}, {"app.Gone", "1"}}), "app") ==
          "app.Build=7\napp.Speed=11\napp.Url=http://a?b=c\n");
    CHECK(list_group(tree(), "app.Key").empty());
    CHECK(tree().at("app.Speed").writable);
    CHECK_FALSE(tree().at("app.Build").writable);
    CHECK_FALSE(tree().at("Properties.Firmware.Version").writable);
}

TEST_CASE("parameters stand before the groups beside them, and capitals where small ones do") {
    const ParameterOrder before;
    const std::vector<std::string> order{"A.b",     "A.C", "A.a.x", "A.A0.x", "A.A1.x",
                                         "A.A10.x", "a.b", "B",     "b"};
    const std::vector<std::string> right{"B", "b", "A.b", "A.C", "A.A0.x"};
    for (std::size_t i = 0; i + 1 < right.size(); ++i) {
        INFO(right[i] << " " << right[i + 1]);
        CHECK(before(right[i], right[i + 1]));
        CHECK_FALSE(before(right[i + 1], right[i]));
    }
    for (const std::string& name : order) CHECK_FALSE(before(name, name));
}

TEST_CASE("param.conf is read as eap-create writes it and as people wrote it") {
    const auto parameters = parse_param_conf("A=\"1\" type=\"int:min=0;max=9\"\nB=plain\n"
                                             "C=\"a \"q\" type=\" type=\"string\"\n\nno equals\n"
                                             "D=\"\" type=\"\"\r\n");
    REQUIRE(parameters.size() == 4);
    CHECK(parameters[0].value == "1");
    CHECK(parameters[0].type == "int:min=0;max=9");
    CHECK(parameters[1].value == "plain");
    CHECK(parameters[2].value == "a \"q\" type=");
    CHECK(parameters[3].name == "D");
    CHECK(parameters[3].value.empty());
}

TEST_CASE("a value must be one that the parameter's type allows") {
    struct Row {
        const char* type;
        const char* value;
        bool fits;
    };
    for (const Row& row : {Row{"int:maxlen=3;min=0;max=100", "100", true},
                           {"int:maxlen=3;min=0;max=100", "101", false},
                           {"int:min=0", "-1", false},
                           {"int:min=-5", "-5", true},
                           {"int", "x", false},
                           {"int:maxlen=2", "100", false},
                           {"int:maxlen=5;range=0,1024-65535", "0", true},
                           {"int:maxlen=5;range=0,1024-65535", "80", false},
                           {"int:maxlen=5;range=0,1024-65535", "8080", true},
                           {"bool:no,yes", "yes", true},
                           {"bool:no,yes", "true", false},
                           {"enum:a|First,b", "a", true},
                           {"enum:a|First,b", "First", false},
                           {"hidden:string:maxlen=2", "ab", true},
                           {"hidden:nosync:string:maxlen=2", "abc", false},
                           {"password:maxlen=1", "ab", false},
                           {"string", "anything", true},
                           {"ip", "anything", true},
                           {"", "anything", true}}) {
        INFO(row.type << " " << row.value);
        CHECK(fits_type(row.type, row.value) == row.fits);
    }
}
