#!/bin/bash
# Every layout of Axis' examples gets the plan its author would expect. The manifests are recorded
# ones; Dockerfiles and sources are made here, in the same shape. With ACAPCTL_TABLE=FILE the plans
# are written there as a table.
# shellcheck disable=SC2016,SC2028 # these are texts for printf
. "${0%/*}/lib.sh"

manifests=${SHARED_CORPUS:-$repository/../shared/corpus}/manifests/official
[ -d "$manifests" ] || { echo "skipped: no recorded manifests in $manifests"; exit 0; }
head='ARG ARCH=armv7hf\nARG VERSION=12.11.0\nARG UBUNTU_VERSION=24.04\nARG REPO=axisecp\nARG SDK=acap-native-sdk\nFROM ${REPO}/${SDK}:${VERSION}-${ARCH}-ubuntu${UBUNTU_VERSION}\n'
sources='COPY ./app /opt/app/\nWORKDIR /opt/app\n'
go='RUN . /opt/axis/acapsdk/environment-setup* && acap-build .'
apt='RUN apt-get update && apt-get install -y cmake\n'

# What an example's Dockerfile does beyond the documented one.
dockerfile() {
    case $1 in
    object-detection | object-detection-cv25 | object-detection-yolov5)
        echo "$head${apt}ARG CHIP=\n${sources}RUN cp manifest.json.\$CHIP manifest.json && . /opt/axis/acapsdk/environment-setup* && acap-build . -a label/labels.txt" ;;
    vdo-larod)
        echo "$head${apt}ARG CHIP\n${sources}RUN cp manifest.json.\${CHIP} manifest.json\n$go -a model/model.tflite" ;;
    vdostream) echo "${head}ARG VDO_FORMAT\n${sources}RUN cp /opt/app/manifest.json.\${VDO_FORMAT} manifest.json && \\\\\n    . /opt/axis/acapsdk/environment-setup* && \\\\\n    acap-build ." ;;
    vdo-opencl-filtering) echo "$head$sources$go -a sobel_nv12.cl" ;;
    container-example) echo "${head}COPY . /opt/app/\nWORKDIR /opt/app\n$go -a alpine.tar -a docker-compose.yml" ;;
    curl-openssl | utility-libraries-* | using-opencv | axoverlay2-skia | web-server-*)
        echo "$head${apt}$sources$go" ;;
    remote-debug-example) echo "${head%\\n} AS sdk-dev-base\n${apt}FROM sdk-dev-base AS build-app\n$sources$go" ;;
    reproducible-package) echo "${head}ARG TIMESTAMP\nENV SOURCE_DATE_EPOCH=\$TIMESTAMP\n$sources$go" ;;
    *) echo "$head$sources$go" ;;
    esac
}
for file in "$manifests"/*-manifest*.json; do
    name=$(basename "$file" .json)
    variant=${name##*-manifest}
    example=${name%-manifest*}
    root=$example/app
    [ "$example" = container-example ] && root=$example || example=${example%-app}
    root=${root/-app\/app//app}
    mkdir -p "$root"
    cp "$file" "$root/manifest.json$variant"
    [ "$example" = shell-script-example ] || touch "$root/Makefile"
    # shellcheck disable=SC2059 # the text is a format
    [ -e "$example/Dockerfile" ] || printf "$(dockerfile "$example" | sed 's/%/%%/g')\n" >"$example/Dockerfile"
done

expect_exit 0 acapctl build . --all --dry-run --json --engine docker
expect_json '[.plans[].application] | unique | length > 30'
jq -r '.plans[] | [.project, .kind, .architecture, .variant // "-", (.additionalFiles | join(" ")),
    (.arguments | to_entries | map("\(.key)=\(.value)") | join(" "))] | @tsv' "$work/stdout" >table
cp table "${ACAPCTL_TABLE:-/dev/null}"
plan() {
    local IFS=$'\t'
    grep -q "^$*" table || { cat table; fail "no plan $*"; }
}
for arch in aarch64 armv7hf; do
    plan ./hello-world make $arch - ''
    plan ./vdo-opencl-filtering make $arch - sobel_nv12.cl
    plan ./curl-openssl dockerfile $arch - '' "ARCH=$arch .*"
    plan ./remote-debug-example dockerfile $arch - ''
    plan ./vdostream make $arch h264 ''
    plan ./object-detection dockerfile $arch cpu '' "ARCH=$arch CHIP=cpu .*"
done
plan ./shell-script-example none all - ''
plan ./container-example make aarch64 - 'alpine.tar docker-compose.yml'
plan ./object-detection-cv25 dockerfile aarch64 cv25 '' 'ARCH=aarch64 CHIP=cv25 .*'
plan ./vdo-larod dockerfile armv7hf edgetpu ''
plan ./vdo-larod dockerfile aarch64 artpec9 ''
