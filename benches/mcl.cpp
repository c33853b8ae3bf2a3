// What mcl (https://github.com/herumi/mcl) takes for the keys in G1 and G2: its windows for a constant point, which read the
// entry that the digits of the secret name.
//
//   make -C mcl lib/libmcl.a
//   g++ -O3 -DNDEBUG -I mcl/include benches/mcl.cpp mcl/lib/libmcl.a -o mcl-keys
//   ./mcl-keys                                # then, on the same machine: cargo bench --bench comparison
//
// By the thread's clock, like the other benches; medians of 51 times 100 keys.

#include <mcl/bn.hpp>
#include <mcl/window_method.hpp>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <vector>

using namespace mcl::bn;

static double now() {
    timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return time.tv_sec * 1e6 + time.tv_nsec / 1e3;
}

template <class Point>
static double each(const Point& generator, const std::vector<Fr>& secrets, size_t width) {
    mcl::fp::WindowMethod<Point> windows;
    windows.init(generator, Fr::getBitSize(), width);
    std::vector<Point> keys(secrets.size());
    std::vector<double> times;
    for (int round = 0; round < 51; round++) {
        const double start = now();
        for (size_t i = 0; i < secrets.size(); i++) windows.mul(keys[i], secrets[i]);
        // Affine, as a key is handed on: one inversion for all of them.
        mcl::ec::normalizeVec(keys.data(), keys.data(), keys.size());
        times.push_back((now() - start) / secrets.size());
    }
    Point expected;
    Point::mul(expected, generator, secrets[0]);
    if (expected != keys[0]) std::puts("wrong keys");
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

int main() {
    initPairing(mcl::BN_SNARK1);
    std::vector<Fr> secrets(100);
    for (Fr& secret : secrets) secret.setByCSPRNG();
    G1 g1;
    G2 g2;
    g1.setStr("1 1 2");
    g2.setStr(
        "1 10857046999023057135944570762232829481370756359578518086990519993285655852781 "
        "11559732032986387107991004021392285783925812861821192530917403151452391805634 "
        "8495653923123431417604973247489272438418190587263600148770280649306958101930 "
        "4082367875863433681332203403145435568316851327593401208105741076214120093531");
    double best1 = 1e9, best2 = 1e9;
    for (size_t width = 4; width <= 10; width++) {
        best1 = std::min(best1, each(g1, secrets, width));
        best2 = std::min(best2, each(g2, secrets, width));
    }
    std::printf("keys in G1 %.1f us, in G2 %.1f us\n", best1, best2);
}
