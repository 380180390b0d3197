#include "lint/parameter_type.hpp"

#include "catch.hpp"

using namespace acapctl::lint;

TEST_CASE("documented types are known, with control words in front") {
    for (const char* type :
         {"", "string", "string:maxlen=64", "int:maxlen=3;min=0;max=100", "bool:no,yes",
          "enum:a|A,b", "password:maxlen=64", "hidden:string", "hidden:nosync:int",
          "readonly:bool:0,1", "hidden", "yes_no", "MACADDR", "IP", "textarea", "hidden:"}) {
        INFO(type);
        CHECK(parse_parameter_type(type).is_known());
    }
    for (const char* type : {"secret", "float", "boolean", "hidden:secret", "integer:min=0"}) {
        INFO(type);
        CHECK_FALSE(parse_parameter_type(type).is_known());
    }
}

TEST_CASE("a default is compared with the bounds of its type, as people write them") {
    struct Case {
        const char* type;
        const char* value;
        const char* why; // empty: it fits
    };
    const Case cases[] = {
        {"int", "5", ""},
        {"int", "", ""},
        {"int", "five", "no whole number"},
        {"int", "5.0", "no whole number"},
        {"int:maxlen=3;min=0;max=100", "100", ""},
        {"int:maxlen=3;min=0;max=100", "101", "more than 100"},
        {"int:min=0,max=359", "360", "more than 359"},
        {"int:min=-1,max=15", "-1", ""},
        {"int:min=-1,max=15", "-2", "less than -1"},
        {"int:maxlen=2", "100", "more than 2 characters"},
        {"int:maxlen=5;range=0,1024-65535", "0", ""},
        {"int:maxlen=5;range=0,1024-65535", "8080", ""},
        {"int:maxlen=5;range=0,1024-65535", "80", "is not in 0,1024-65535"},
        {"int:30,70", "45", ""}, // of no form that is documented
        {"bool:no,yes", "yes", ""},
        {"bool:no,yes", "true", "none of no, yes"},
        {"bool:no,yes", "", "none of no, yes"},
        {"hidden:bool:0,1", "2", "none of 0, 1"},
        {"bool", "anything", ""},
        {"enum:no|No, yes|Yes", "yes", ""},
        {"enum:no|No, yes|Yes", "Yes", "none of no, yes"},
        {"string:maxlen=3", "\xc3\xa5\xc3\xa4\xc3\xb6", ""}, // characters, not bytes
        {"string:maxlen=3", "abcd", "more than 3 characters"},
        {"string", "anything: at all", ""},
        {"yes_no", "no", ""},
        {"yes_no", "false", "not yes or no"},
        {"int:max=99999999999999999999", "5", ""},
        {"secret", "x", ""},
    };
    for (const Case& each : cases) {
        INFO(each.type << " " << each.value);
        const auto why = why_outside(parse_parameter_type(each.type), each.value);
        CHECK(why.has_value() == (*each.why != '\0'));
        if (why) CHECK_THAT(*why, contains(each.why));
    }
}
