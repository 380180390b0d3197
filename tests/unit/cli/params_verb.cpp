// `params get` and `params set`: what is asked, what is shown of secrets, what is refused.
#include "cameras.hpp"
#include "catch.hpp"

namespace acapctl::cli {

TEST_CASE("params get shows values, but not those that look secret") {
    Cameras desk;
    const Said all = desk.on_one({"params", "get", "hello"});
    CHECK(all.exit == 0);
    CHECK(all.out == "http://one\tPassword\t(not shown)\nhttp://one\tPort\t80\n");
    CHECK(desk.on_one({"params", "get", "hello", "--show"}).out ==
          "http://one\tPassword\thunter2\nhttp://one\tPort\t80\n");
    CHECK(desk.on_one({"params", "get", "hello", "Password"}).out ==
          "http://one\tPassword\thunter2\n");
    CHECK(desk.on_one({"params", "get", "hello", "root.hello.Port"}).out ==
          "http://one\tPort\t80\n");
    const auto device = desk.json_of_one({"params", "get", "hello"});
    CHECK(device["application"] == "hello");
    CHECK(device["parameters"] == nlohmann::json({{"Port", "80"}, {"Password", nullptr}}));
    CHECK(desk.json_of_one({"params", "get", "hello", "--show"})["parameters"]["Password"] ==
          "hunter2");
}

TEST_CASE("with several devices each line of parameters says whose it is") {
    Cameras desk;
    desk.two().params = {{"root.other.Port", "1"}};
    const Said said = desk.on_both({"params", "get", "hello"});
    CHECK(said.exit == 0);
    CHECK(said.out == "http://one\tPassword\t(not shown)\nhttp://one\tPort\t80\n");
    CHECK(said.err == "http://two: 'hello' has no parameters\n2 of 2 devices: ok\n");
    const Said named = desk.on_both({"params", "get", "hello", "Port"});
    CHECK(named.exit == 10);
    CHECK(named.out == "http://one\tPort\t80\n"
                       "http://two\t-\tfailed: 'hello' has no parameter 'Port' that can be read\n");
    CHECK_THAT(named.err, contains("error: http://two: 'hello' has no parameter 'Port'"));
}

TEST_CASE("params set sends the values, and shows what the device has then") {
    Cameras desk;
    const Said said = desk.on_one({"params", "set", "hello", "Port=8080", "Password=x"});
    INFO(said.err);
    CHECK(said.exit == 0);
    CHECK(said.out == "http://one\tPassword\t(not shown)\nhttp://one\tPort\t8080\n");
    CHECK(desk.one().params["root.hello.Port"] == "8080");
    CHECK(desk.one().params["root.hello.Password"] == "x");
    const auto device = desk.json_of_one({"params", "set", "hello", "Port=1", "Password=y"});
    CHECK(device["parameters"] == nlohmann::json({{"Port", "1"}, {"Password", nullptr}}));
    CHECK(device["refused"].empty());
}

TEST_CASE("what was not set is told by name, and what was is shown") {
    Cameras desk;
    const Words words{"params", "set", "hello", "Port=1", "Prt=2"};
    const Said said = desk.on_one(words);
    CHECK(said.exit == 6);
    CHECK(said.out == "http://one\tPort\t1\n");
    CHECK_THAT(said.err, contains("Prt of 'hello' not set"));
    const auto device = desk.json_of_one(words);
    CHECK(device["refused"] == nlohmann::json({"Prt"}));
    CHECK(device["parameters"]["Port"] == "1");
    CHECK(device["error"]["code"] == "parameter-refused");
}

TEST_CASE("to set a parameter of an application without any is told as that") {
    Cameras desk;
    desk.one().params = {{"root.other.Port", "1"}};
    const Said said = desk.on_one({"params", "set", "hello", "Port=1"});
    CHECK(said.exit == 6);
    CHECK_THAT(said.err, contains("'hello' has no parameters, as far as the device shows"));
    CHECK_THAT(said.err, contains("paramConfig"));
    CHECK(desk.json_of_one({"params", "set", "hello", "Port=1"})["error"]["code"] ==
          "no-parameter");
}

TEST_CASE("a value without = is the first line of standard input, whatever stands in it") {
    Cameras desk;
    struct Case {
        std::string input;
        std::string value; // as it was sent
    };
    for (const Case& one : {Case{"se=cret\nmore\n", "se%3Dcret"}, Case{"no end", "no%20end"},
                            Case{"\nmore", ""}, Case{"cr\r\n", "cr%0D"}}) {
        desk.input = one.input;
        const Said said = desk.on_one({"params", "set", "hello", "Password"});
        INFO(one.input << said.err);
        CHECK(desk.one().params["root.hello.Password"] == one.value);
        CHECK(said.out.find("cret") == std::string::npos);
    }
    desk.one().fake.requests.clear();
    desk.input.clear();
    check_usage(desk, {{{"params", "set", "hello", "Password"}, "no value for 'Password'", "input"},
                       {{"params", "set", "hello", "Port", "--password-stdin"},
                        "standard input gives one value",
                        "NAME=VALUE"}});
    desk.input = "one\ntwo\n";
    check_usage(desk, {{{"params", "set", "hello", "Password", "Port"},
                        "standard input gives one value",
                        "NAME=VALUE"}});
}

TEST_CASE("params refuses names that would ask for something else") {
    Cameras desk;
    check_usage(desk, {{{"params", "get", "hello", "*"}, "'*' is no name of a parameter", "list"},
                       {{"params", "get", "hello", "A,B"}, "'A,B' is no name", "list"},
                       {{"params", "set", "hello"}, "nothing to set", "NAME=VALUE"},
                       {{"params", "set", "hello", "=1"}, "'' is no name", "list"},
                       {{"params", "set", "hello", "A&B=1"}, "'A&B' is no name", "list"},
                       {{"params", "set"}, "APP is missing", "params set --help"}});
}

} // namespace acapctl::cli
